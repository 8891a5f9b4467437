/**
 * The adapters to Spring: routes of Spring Cloud Gateway, filters, answers, and the page of the OpenAPI document; leans on
 * contract, limits, access, admission, cache and telemetry.
 */
@NullMarked
package io.offlinemessages.gateway.web;

import org.jspecify.annotations.NullMarked;
