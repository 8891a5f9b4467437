package io.offlinemessages.gateway.upstream;

import java.util.List;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.cloud.gateway.config.HttpClientFactory;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.config.HttpClientSslConfigurer;
import reactor.netty.resources.ConnectionProvider;

/** The factory of Spring Cloud Gateway's client, with a bounded queue for its pool and with {@link UpstreamConnections}. */
final class BoundedHttpClientFactory extends HttpClientFactory {

    BoundedHttpClientFactory(HttpClientProperties properties, ServerProperties server, HttpClientSslConfigurer ssl) {
        super(properties, server, ssl, List.of());
    }

    @Override
    protected ConnectionProvider buildConnectionProvider(HttpClientProperties properties) {
        HttpClientProperties.Pool pool = properties.getPool();
        ConnectionProvider provider = super.buildConnectionProvider(properties);
        ConnectionProvider.Builder builder = provider.mutate();
        return new UpstreamConnections(
                builder == null
                        ? provider
                        : builder.pendingAcquireMaxCount(pool.getMaxConnections())
                                .build(),
                pool.getMaxIdleTime());
    }
}
