package io.offlinemessages.gateway.watch;

/**
 * Tells when something that is looked at has changed and has come to rest: it was the same in two looks running, and so is not
 * being written just now. Used by one thread at a time.
 *
 * @param <T> what a look sees; compared by {@code equals}
 */
public final class Debounce<T> {

    private T lastSeen;
    private T known;

    /** Begins with what is known already. */
    public Debounce(T known) {
        this.lastSeen = known;
        this.known = known;
    }

    /** Whether what is seen now was seen the last time too, and is not what was known; it is known from then on. */
    public boolean isNews(T seen) {
        boolean atRest = seen.equals(lastSeen);
        lastSeen = seen;
        if (!atRest || seen.equals(known)) {
            return false;
        }
        known = seen;
        return true;
    }
}
