package io.offlinemessages.gateway.e2e;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.offlinemessages.gateway.GatewayApplication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** A gateway on free ports of loopback, with a clock of the test's own. */
public final class RunningGateway implements AutoCloseable {

    private static final Set<Integer> MANAGEMENT_PORTS = ConcurrentHashMap.newKeySet();

    private final TestTicker ticker = new TestTicker();
    private final ConfigurableApplicationContext context;

    /** Starts one; later properties win over earlier ones. */
    public RunningGateway(List<String> properties, String... more) {
        this(UnaryOperator.identity(), properties, more);
    }

    /** Starts one that is prepared further. */
    public RunningGateway(
            UnaryOperator<SpringApplicationBuilder> preparation, List<String> properties, String... more) {
        // By name, because Spring would join two values of one property.
        var arguments = new LinkedHashMap<String, String>();
        Stream.of(
                        List.of("--server.port=0", "--management.server.port=0", "--gateway.drain.delay=0s"),
                        properties,
                        List.of(more))
                .flatMap(List::stream)
                .forEach(argument -> arguments.put(argument.substring(0, argument.indexOf('=')), argument));
        this.context = preparation
                .apply(new SpringApplicationBuilder(GatewayApplication.class).initializers(this::adapt))
                .run(arguments.values().toArray(String[]::new));
        MANAGEMENT_PORTS.add(managementPort());
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
                .mapToDouble(counter -> counter.count())
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
        // Until it has ended it may still be asked whether it is ready.
        int management = managementPort();
        context.close();
        MANAGEMENT_PORTS.remove(management);
    }
}
