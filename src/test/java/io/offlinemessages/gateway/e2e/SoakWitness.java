package io.offlinemessages.gateway.e2e;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What one caller has been shown, and what it may be shown after that: what the upstream has sent for this very page or message, to the
 * account in force; and no message that is older than a page has shown it, but in the place of an error.
 */
final class SoakWitness {

    private final Supplier<String> account;
    private final Map<String, Long> shown = new HashMap<>();

    /**
     * Makes one.
     *
     * @param account the account in force at the upstream; empty while that changes
     */
    SoakWitness(Supplier<String> account) {
        this.account = account;
    }

    /** The account in force, to be asked for before a request and given with its answer. */
    String account() {
        return account.get();
    }

    /** Whether the page is right; remembers it. */
    boolean sees(String before, long page, RawResponse response) {
        SoakState state = SoakState.of(response.text());
        if (!isOfAccountAndTime(before, state) || !response.text().equals(state.page(page))) {
            return false;
        }
        SoakState.ids(page).forEach(id -> shown.merge(state.account() + ' ' + id, state.version(id), Math::max));
        return true;
    }

    /** Whether the message is right. */
    boolean reads(String before, long id, RawResponse response) {
        SoakState state = SoakState.of(response.text());
        return isOfAccountAndTime(before, state)
                && response.text().equals(state.message(id))
                && (isInPlaceOfError(response)
                        || state.version(id) >= shown.getOrDefault(state.account() + ' ' + id, 0L));
    }

    private boolean isOfAccountAndTime(String before, SoakState state) {
        boolean rotated = before.isEmpty() || !before.equals(account.get());
        return (rotated || state.account().equals(before))
                && state.second() <= SoakState.now("").second();
    }

    private static boolean isInPlaceOfError(RawResponse response) {
        return response.header("Cache-Status").orElse("").contains("stale-if-error");
    }
}
