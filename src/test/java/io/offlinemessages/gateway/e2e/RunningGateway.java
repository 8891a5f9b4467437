package io.offlinemessages.gateway.e2e;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.offlinemessages.gateway.GatewayApplication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A gateway on free ports of loopback, with a clock of the test's own. */
final class RunningGateway implements AutoCloseable {

    private final TestTicker ticker = new TestTicker();
    private final ConfigurableApplicationContext context;

    /** Starts one; later properties win over earlier ones. */
    RunningGateway(List<String> properties, String... more) {
        var arguments = new ArrayList<>(List.of("--server.port=0", "--management.server.port=0"));
        arguments.addAll(properties);
        arguments.addAll(Arrays.asList(more));
        this.context = new SpringApplicationBuilder(GatewayApplication.class)
                .initializers(this::useTestTicker)
                .run(arguments.toArray(String[]::new));
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    TestTicker ticker() {
        return ticker;
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    /** The value of a counter with these tags, all others added up. */
    double count(String meter, String... tags) {
        return Search.in(context.getBean(MeterRegistry.class)).name(meter).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private void useTestTicker(ConfigurableApplicationContext starting) {
        ((GenericApplicationContext) starting)
                .registerBean("testTicker", Ticker.class, () -> ticker, bean -> bean.setPrimary(true));
    }

    @Override
    public void close() {
        context.close();
    }
}
