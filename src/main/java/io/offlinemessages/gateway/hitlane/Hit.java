package io.offlinemessages.gateway.hitlane;

import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.cache.FreshAnswer;
import io.offlinemessages.gateway.limits.TokenBuckets.Take;
import org.jspecify.annotations.Nullable;

/**
 * A request that the cache answers.
 *
 * @param admitted admission's decision
 * @param answer the fresh answer
 * @param isKnown whether the caller already has the content, so that the response is 304 (RFC 9110 section 13.1.2)
 * @param take the token that the caller's rate limit granted; null without a limit
 */
record Hit(
        Admitted admitted,
        FreshAnswer answer,
        boolean isKnown,
        @Nullable Take take) {

    /** The status code: 200 or 304. */
    int status() {
        return isKnown ? 304 : 200;
    }
}
