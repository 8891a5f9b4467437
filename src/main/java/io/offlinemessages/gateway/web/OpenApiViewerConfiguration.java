package io.offlinemessages.gateway.web;

import io.offlinemessages.gateway.contract.OpenApiDocument;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Part of the management port's own context, whose list of configurations names it. It is not annotated as a configuration,
 * because the application's scan would then find it too, for the API's port.
 */
class OpenApiViewerConfiguration {

    @Bean
    RouterFunction<ServerResponse> openApiViewer(OpenApiDocument document) {
        return new OpenApiViewer(document).routes();
    }
}
