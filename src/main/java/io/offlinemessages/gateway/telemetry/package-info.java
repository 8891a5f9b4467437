/**
 * What is found out about a request on its way, and where it is told: access log, spans and {@code http.server.requests}; leans on
 * contract, access, admission, upstream and cache.
 */
@NullMarked
package io.offlinemessages.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
