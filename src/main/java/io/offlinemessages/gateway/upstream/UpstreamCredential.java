package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.contract.CallContext;
import org.jspecify.annotations.Nullable;

/** The credential of each call: the gateway's own, or in {@code forward} mode the caller's. */
final class UpstreamCredential {

    private final @Nullable Authorization service;

    UpstreamCredential(UpstreamProperties properties) {
        this.service = properties.username() == null || properties.password() == null
                ? null
                : Authorization.basic(
                        properties.username(), properties.password().value());
    }

    Authorization of(CallContext context) {
        if (context.forwarded() != null) {
            return context.forwarded();
        }
        if (service == null) {
            throw new IllegalStateException("a request without a forwarded credential in forward mode");
        }
        return service;
    }
}
