package io.offlinemessages.gateway.wire;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/** Part of the management port's own context, whose list of configurations names it; the API's port has another. */
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
     * Gives the management server its pipeline, because Spring Boot makes it from its class alone and passes over customizers of the
     * server itself; and an event loop of its own, so that probes and scrapes are answered while the API's loops have more to do than
     * they can. The loop is no bean: where both ports are one, which the start refuses in a sentence, Spring would find two first.
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
