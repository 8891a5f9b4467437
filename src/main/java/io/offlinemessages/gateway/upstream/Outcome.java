package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The normalised result of a request to the upstream. */
public sealed interface Outcome {

    /** The failure that the caller is told; null if the answer is good. */
    default @Nullable Failure failure() {
        return null;
    }

    /** On which terms it may be stored, as far as anything of it is. */
    default CacheTerms terms() {
        return CacheTerms.UNSAID;
    }

    /** Whether it ends what was stored before, whether it is stored itself or not. */
    default boolean supersedes() {
        return true;
    }

    /** The same, as if the upstream had said nothing of caching. */
    default Outcome withoutTerms() {
        return this;
    }

    /**
     * A good answer.
     *
     * @param body the JSON, checked against the documented shape; never changed after this
     * @param messages the digests of what it shows: of the rows of a page, or of the one message
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
     * @param certain whether it is the API's own word, and not that of something in front of it; only then it ends a stored copy
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

    /** The account itself is refused, in {@code forward} mode: nothing that was stored for it may be used any more. */
    record AccountRefused(Failure failure) implements Outcome {}

    /** Anything else; it says nothing against what is stored. */
    record Failed(Failure failure) implements Outcome {
        @Override
        public boolean supersedes() {
            return false;
        }
    }
}
