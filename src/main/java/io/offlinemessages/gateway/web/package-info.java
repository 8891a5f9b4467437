/**
 * The adapters to Spring: the routes of Spring Cloud Gateway, WebFlux filters, the writer of responses, and the page of
 * the OpenAPI document; leans on contract, limits, access, admission, cache and telemetry.
 */
@NullMarked
package io.offlinemessages.gateway.web;

import org.jspecify.annotations.NullMarked;
