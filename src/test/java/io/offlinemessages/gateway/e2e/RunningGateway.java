package io.offlinemessages.gateway.e2e;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.offlinemessages.gateway.GatewayApplication;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** A gateway on free ports of loopback, with a clock of the test's own. */
public final class RunningGateway implements AutoCloseable {

    private static final Set<Integer> MANAGEMENT_PORTS = ConcurrentHashMap.newKeySet();

    /**
     * Enough for a busy machine: only a test that is about time sets shorter ones. The operator's file, which lies where tests run,
     * is read only by tests that name it.
     */
    private static final String[] PATIENCE = {
        "spring.config.location=classpath:/",
        "gateway.upstream.connect-timeout=20s",
        "gateway.upstream.response-timeout=20s",
        "gateway.upstream.deadline=20s"
    };

    /** Longer than a gateway remembers anything. */
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    private final TestTicker ticker;
    private final ConfigurableApplicationContext context;
    private final Map<Meter.Id, Double> before;
    private final boolean shared;

    /** Starts one; later properties win over earlier ones. */
    public RunningGateway(List<String> properties, String... more) {
        this(UnaryOperator.identity(), properties, more);
    }

    /** Starts one that is prepared further. */
    public RunningGateway(
            UnaryOperator<SpringApplicationBuilder> preparation, List<String> properties, String... more) {
        this(preparation, arguments(properties, more));
    }

    private RunningGateway(UnaryOperator<SpringApplicationBuilder> preparation, List<String> arguments) {
        this.ticker = new TestTicker();
        this.before = Map.of();
        this.shared = false;
        // As its properties say, though another in this process has set it up already.
        LoggingSystem.get(getClass().getClassLoader()).cleanUp();
        this.context = preparation
                .apply(new SpringApplicationBuilder(GatewayApplication.class)
                        .properties(PATIENCE)
                        .initializers(this::adapt))
                .run(arguments.toArray(String[]::new));
        MANAGEMENT_PORTS.add(managementPort());
    }

    /** That one as it is from now on. */
    private RunningGateway(RunningGateway running) {
        this.ticker = running.ticker;
        this.context = running.context;
        this.shared = true;
        ticker.advance(FORGOTTEN);
        context.getBean(CircuitBreakerRegistry.class).getAllCircuitBreakers().forEach(CircuitBreaker::reset);
        this.before = context.getBean(MeterRegistry.class).getMeters().stream()
                .filter(Counter.class::isInstance)
                .collect(Collectors.toMap(Meter::getId, counter -> ((Counter) counter).count()));
    }

    /**
     * One with these properties that other tests may have used, and will: it has forgotten what it knew, it counts anew, and it
     * goes on when this is closed.
     */
    public static RunningGateway shared(List<String> properties, String... more) {
        List<String> arguments = arguments(properties, more);
        return new RunningGateway(
                SharedGateways.with(arguments, () -> new RunningGateway(UnaryOperator.identity(), arguments)));
    }

    private static List<String> arguments(List<String> properties, String... more) {
        // By name, because Spring would join two values of one property.
        var arguments = new LinkedHashMap<String, String>();
        Stream.of(
                        List.of("--server.port=0", "--management.server.port=0", "--gateway.drain.delay=0s"),
                        properties,
                        List.of(more))
                .flatMap(List::stream)
                .forEach(argument -> arguments.put(argument.substring(0, argument.indexOf('=')), argument));
        return List.copyOf(arguments.values());
    }

    /** Whether the port is the management port of a gateway that runs now. */
    static boolean isManagementPort(int port) {
        return MANAGEMENT_PORTS.contains(port);
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    public TestTicker ticker() {
        return ticker;
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    /** The value of a counter with these tags, all others added up. */
    public double count(String meter, String... tags) {
        return Search.in(context.getBean(MeterRegistry.class)).name(meter).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count() - before.getOrDefault(counter.getId(), 0.0))
                .sum();
    }

    private void adapt(ConfigurableApplicationContext starting) {
        var beans = (GenericApplicationContext) starting;
        beans.registerBean("testTicker", Ticker.class, () -> ticker, bean -> bean.setPrimary(true));
        // The global event loops would end with the first of several gateways in one process.
        beans.registerBean(ReactorResourceFactory.class, () -> {
            var resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            return resources;
        });
    }

    @Override
    public void close() {
        if (shared) {
            return;
        }
        // Until it has ended it may still be asked whether it is ready.
        int management = managementPort();
        context.close();
        MANAGEMENT_PORTS.remove(management);
    }
}
