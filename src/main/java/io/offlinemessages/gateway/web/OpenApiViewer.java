package io.offlinemessages.gateway.web;

import io.offlinemessages.gateway.contract.OpenApiDocument;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.webjars.WebJarVersionLocator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The OpenAPI document as a page to browse at {@code /docs/}: a read-only Swagger UI, all of whose files come from
 * here.
 *
 * <p>It belongs to the management port's own context, whose list of configurations names it.
 */
final class OpenApiViewer {

    /** Swagger UI draws its icons from {@code data:} URLs; everything else comes from this origin. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, Resource> FILES = Map.of(
            "", own("index.html"),
            "viewer.css", own("viewer.css"),
            "viewer.js", own("viewer.js"),
            "swagger-ui.css", packaged("swagger-ui.css"),
            "swagger-ui-bundle.js", packaged("swagger-ui-bundle.js"),
            "favicon-32x32.png", packaged("favicon-32x32.png"));

    /** The routes of the page, of the files that it loads, and of the document itself. */
    @Bean
    RouterFunction<ServerResponse> openApiViewerRoutes(OpenApiDocument document) {
        return RouterFunctions.route()
                .route(reading(OpenApiDocument.PATH), request -> document(document))
                .route(
                        reading("/docs"),
                        request -> ServerResponse.permanentRedirect(URI.create("docs/"))
                                .build())
                .route(reading("/docs/"), request -> file(""))
                .route(reading("/docs/{file}"), request -> file(request.pathVariable("file")))
                .build();
    }

    private static RequestPredicate reading(String path) {
        return RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD).and(RequestPredicates.path(path));
    }

    private static Mono<ServerResponse> document(OpenApiDocument document) {
        return ServerResponse.ok()
                .contentType(MediaType.parseMediaType(OpenApiDocument.CONTENT_TYPE))
                .header(HttpHeaders.CACHE_CONTROL, OpenApiDocument.CACHE_CONTROL)
                .eTag(document.etag())
                .bodyValue(document.body());
    }

    private static Mono<ServerResponse> file(String name) {
        Resource file = FILES.get(name);
        if (file == null) {
            return ServerResponse.notFound().build();
        }
        return Mono.fromCallable(file::getContentAsByteArray)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(content -> ServerResponse.ok()
                        .contentType(MediaTypeFactory.getMediaType(file).orElseThrow())
                        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                        .header("Content-Security-Policy", POLICY)
                        .header("X-Content-Type-Options", "nosniff")
                        .bodyValue(content));
    }

    private static Resource own(String name) {
        return new ClassPathResource("viewer/" + name);
    }

    private static Resource packaged(String name) {
        return new ClassPathResource(
                Objects.requireNonNull(new WebJarVersionLocator().fullPath("swagger-ui", name), name));
    }
}
