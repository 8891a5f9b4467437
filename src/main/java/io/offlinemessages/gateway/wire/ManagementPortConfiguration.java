package io.offlinemessages.gateway.wire;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/**
 * Part of the management port's own context, whose list of configurations names it. It is not annotated as a configuration, because
 * the application's scan would then find it too, for the API's port.
 */
class ManagementPortConfiguration {

    /** Probes, scrapes and a few operators. */
    private static final int MOST_CONNECTIONS = 128;

    @Bean
    Pipeline managementPort(Pipeline.Common common, Ticker ticker, MeterRegistry meters) {
        EndedConnections ended = EndedConnections.in(meters, "management_");
        var ids = new RequestIds("");
        var port = new Port(
                new ConnectionLimit(MOST_CONNECTIONS, MOST_CONNECTIONS),
                SharedMemory.ofManagement(ticker, ended.memory()),
                ended,
                ids,
                new Refusals(null, ids),
                null,
                true,
                () -> false);
        return new Pipeline(port, common);
    }

    /**
     * An event loop of the management port's own, so that probes and scrapes are answered while the API's loops have more to do than
     * they can.
     */
    @Bean
    ReactorResourceFactory managementLoop() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResourcesSupplier(() -> LoopResources.create("management", 1, true));
        return resources;
    }

    /** Spring Boot makes the management server from its class alone, and passes over customizers of the server itself. */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> managementServer(
            ReactorResourceFactory managementLoop, Pipeline managementPort) {
        return factory -> {
            factory.setResourceFactory(managementLoop);
            factory.addServerCustomizers(managementPort);
        };
    }
}
