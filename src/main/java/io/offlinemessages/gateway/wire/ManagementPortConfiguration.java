package io.offlinemessages.gateway.wire;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/**
 * The pipeline of the management port. The management context's list of configurations names this class; the API's port
 * has {@link WireConfiguration}.
 */
class ManagementPortConfiguration {

    /** Enough for probes, scrapes and a few operators. */
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
                null,
                true,
                () -> false);
        return new Pipeline(port, common);
    }

    @Bean
    ManagementServer managementServer(Pipeline managementPort) {
        return new ManagementServer(managementPort);
    }

    /**
     * The customizer that gives the management server its pipeline and an event loop of its own. Spring Boot creates
     * this server's factory from its class alone and skips customizers of the server itself, so the pipeline is
     * installed through the factory. The separate event loop answers probes and scrapes while the API's loops are
     * overloaded. The loop is not a bean: if both ports were the same, which the start refuses in one sentence, Spring
     * would first complain that it finds two.
     */
    static final class ManagementServer
            implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory>, DisposableBean {

        private final Pipeline pipeline;
        private final ReactorResourceFactory loop = new ReactorResourceFactory();

        ManagementServer(Pipeline pipeline) {
            this.pipeline = pipeline;
            loop.setUseGlobalResources(false);
            loop.setLoopResourcesSupplier(() -> LoopResources.create("management", 1, true));
            loop.start();
        }

        @Override
        public void customize(NettyReactiveWebServerFactory factory) {
            factory.setResourceFactory(loop);
            factory.addServerCustomizers(pipeline);
        }

        @Override
        public void destroy() {
            loop.stop();
        }
    }
}
