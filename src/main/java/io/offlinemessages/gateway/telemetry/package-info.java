/**
 * The telemetry of requests: the context that collects the facts about a request, and the access log, spans and
 * {@code http.server.requests} that report them; leans on contract, access, admission, upstream and cache.
 */
@NullMarked
package io.offlinemessages.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
