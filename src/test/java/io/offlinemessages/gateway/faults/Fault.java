package io.offlinemessages.gateway.faults;

import io.offlinemessages.gateway.contract.Route;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One thing that goes wrong upstream.
 *
 * @param name the grid's row
 * @param onList what it is when the list is asked for
 * @param onDetail what it is when a message is asked for
 * @param calls how many requests the upstream gets, retries included
 * @param retryAfter how long the upstream asks to be left alone, if it does
 * @param cause what makes it happen
 */
record Fault<C>(
        String name,
        Happening onList,
        Happening onDetail,
        int calls,
        @Nullable Duration retryAfter,
        C cause) {

    /** One that is the same for both routes and that no retry follows. */
    static <C> Fault<C> of(String name, Happening happening, C cause) {
        return new Fault<>(name, happening, happening, 1, null, cause);
    }

    /** The same, with as many requests upstream. */
    Fault<C> calls(int number) {
        return new Fault<>(name, onList, onDetail, number, retryAfter, cause);
    }

    Happening on(Route route) {
        return route == Route.LIST ? onList : onDetail;
    }

    /** Whether it passes only with time, and so must not meet others. */
    boolean lasts() {
        return retryAfter != null;
    }

    /** Whether it takes as long as the gateway is ready to wait. */
    boolean isSlow() {
        return onDetail == Happening.NO_ANSWER_IN_TIME;
    }

    @Override
    public String toString() {
        return name;
    }
}
