package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The normalised result of a call to the upstream. */
public sealed interface Outcome {

    /** The failure that the caller gets; null for a good answer. */
    default @Nullable Failure failure() {
        return null;
    }

    /** The terms on which it may be stored. */
    default CacheTerms terms() {
        return CacheTerms.UNSAID;
    }

    /** Whether it ends the answer that was stored before, whether or not it is stored itself. */
    default boolean supersedes() {
        return true;
    }

    /** The same without the upstream's terms. */
    default Outcome withoutTerms() {
        return this;
    }

    /**
     * A page or a message.
     *
     * @param body the JSON, checked against the documented shape; must not be changed
     * @param messages the digests of the page's rows, or of the one message
     */
    record Found(byte[] body, List<MessageDigests> messages, CacheTerms terms) implements Outcome {
        @Override
        public Outcome withoutTerms() {
            return new Found(body, messages, CacheTerms.UNSAID);
        }
    }

    /**
     * A documented error: 400, 403 or 404.
     *
     * @param certain whether the API itself sent it, rather than an intermediary; only then it ends a stored answer
     */
    record Denied(Failure failure, CacheTerms terms, boolean certain) implements Outcome {
        @Override
        public boolean supersedes() {
            return certain;
        }

        @Override
        public Outcome withoutTerms() {
            return new Denied(failure, CacheTerms.UNSAID, certain);
        }
    }

    /** The upstream refused the account, in {@code forward} mode: nothing stored for it may be used further. */
    record AccountRefused(Failure failure) implements Outcome {}

    /** Any other failure; stored answers stay usable. */
    record Failed(Failure failure) implements Outcome {
        @Override
        public boolean supersedes() {
            return false;
        }
    }
}
