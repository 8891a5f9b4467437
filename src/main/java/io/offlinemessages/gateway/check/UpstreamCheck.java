package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.cache.CacheProperties;
import io.offlinemessages.gateway.cache.UpstreamDirectives;
import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.contract.CredentialMode;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.PageNumber;
import io.offlinemessages.gateway.contract.RequestId;
import io.offlinemessages.gateway.upstream.CallContext;
import io.offlinemessages.gateway.upstream.Outcome;
import io.offlinemessages.gateway.upstream.Prohibition;
import io.offlinemessages.gateway.upstream.Traceparent;
import io.offlinemessages.gateway.upstream.Upstream;
import io.offlinemessages.gateway.upstream.UpstreamProperties;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The check of the upstream: one request for the first page of the list. */
record UpstreamCheck(UpstreamProperties properties, CacheProperties cache) {

    /** Empty credentials, so that the check cannot lock an account. */
    private static final Authorization NOBODY = Authorization.basic("", "");

    void run(Upstream upstream, Report report) {
        boolean forward = properties.credentials() == CredentialMode.FORWARD;
        var context = new CallContext(
                "gateway-check-" + RequestId.random(), Traceparent.readOrStart(null), forward ? NOBODY : null);
        String name = forward ? "" : Objects.requireNonNull(properties.username());
        var request = new ListRequest(new Account(properties.credentials(), name), PageNumber.FIRST);
        Outcome outcome =
                Objects.requireNonNull(upstream.fetch(request, context).block());
        Failure failure = outcome.failure();
        if (failure != null && !(forward && failure.kind() == FailureKind.CREDENTIAL_REFUSED)) {
            report.finding("gateway.upstream.base-url is \"" + properties.baseUrl() + "\", which " + sentence(failure));
        } else {
            report.line("upstream: ok, " + properties.baseUrl()
                    + (forward
                            ? " answers; each caller's own account is let in or not"
                            : " answers and lets the gateway's own account in"));
            lookAtTerms(outcome.terms().prohibition(), report);
        }
    }

    /** Reports a prohibition of caching, which one page shows: Tomcat and Spring Security forbid caching by default. */
    private void lookAtTerms(@Nullable Prohibition prohibition, Report report) {
        boolean obeyed = cache.upstreamDirectives() == UpstreamDirectives.OBEY
                && cache.maximumSize().toBytes() > 0;
        if (prohibition != null && obeyed) {
            report.finding("gateway.cache.upstream-directives is \"obey\", and the upstream forbids caching, by \""
                    + prohibition.field()
                    + "\": each request would be a call to it. If it means browsers and proxies, set"
                    + " ignore; if it means the gateway, set gateway.cache.maximum-size=0B.");
        }
    }

    private String sentence(Failure failure) {
        return switch (failure.kind()) {
            case CONNECT_FAILED ->
                "accepts no connection; check host and port, and that the network lets the gateway out.";
            case CONNECT_TIMEOUT ->
                "accepts no connection within gateway.upstream.connect-timeout, "
                        + shown(properties.connectTimeout())
                        + "; check host, port and TLS, and that the network lets the gateway out.";
            case NAME_NOT_RESOLVED -> "has a host name that does not resolve; check its spelling, and the DNS.";
            case NAME_LOOKUP_TIMEOUT ->
                "has a host name that DNS does not resolve in time; check that a name server answers.";
            case TLS_FAILED ->
                "cannot be called by TLS; check that it is an https port with a certificate that is trusted here"
                        + " (spring.cloud.gateway.server.webflux.httpclient.ssl).";
            case CONNECTION_RESET -> "hangs up before it answers; check the port, and whether it wants https.";
            case CREDENTIAL_REFUSED ->
                "refuses the gateway's own account; check gateway.upstream.username and gateway.upstream.password, and"
                        + " that the account is a Super Admin there.";
            case RATE_LIMITED ->
                "has had too many requests of this account" + notBefore(failure.retryAfterSeconds())
                        + "; gateway.upstream.requests-per-minute should stay below its limit.";
            case RESPONSE_TIMEOUT ->
                "is silent for gateway.upstream.response-timeout, " + shown(properties.responseTimeout())
                        + "; check that it is well, or wait longer.";
            case DEADLINE_EXCEEDED ->
                "takes longer than gateway.upstream.deadline, " + shown(properties.deadline())
                        + "; check that it is well, or wait longer.";
            case SERVER_ERROR, TRANSIENT_SERVER_ERROR ->
                "answers with a server error; check that it is well, and that the address is the API's.";
            case BODY_TOO_LARGE ->
                "has a first page that is larger than gateway.upstream.max-body, which is "
                        + shown(properties.maxBody()) + '.';
            default ->
                "gives no answer of the API (" + failure.kind().tag()
                        + "); check that /api/offlinemessages/ below that address is the list.";
        };
    }

    private static String notBefore(OptionalLong seconds) {
        return seconds.isPresent() ? " and wants no more for " + seconds.getAsLong() + "s" : "";
    }

    private static String shown(@Nullable Object duration) {
        return InvalidProperty.shown(Objects.requireNonNull(duration));
    }
}
