package io.offlinemessages.gateway.admission;

import io.offlinemessages.gateway.access.BasicCredentials;
import io.offlinemessages.gateway.access.Caller;
import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.Route;
import org.jspecify.annotations.Nullable;

/** The decision of admission about a request head. */
public sealed interface Decision {

    /**
     * The request may go on.
     *
     * @param caller the caller, whose password is proven
     * @param request the request in canonical form
     * @param forwarded the caller's own credential if the upstream is to see it, else null
     */
    record Admitted(
            Caller caller,
            CanonicalRequest request,
            @Nullable Authorization forwarded) implements Decision {}

    /** The request is for the OpenAPI document, which is public. */
    record Published() implements Decision {}

    /**
     * The request ends here.
     *
     * @param failure the documented failure
     * @param caller the caller; null if it is not proven
     * @param route the route that would have answered; null if there is none, or if the caller is not proven
     * @param claim the user name that is claimed but not proven; null if it is proven, or if no credentials were looked
     *     at
     */
    record Refused(
            Failure failure,
            @Nullable Caller caller,
            @Nullable Route route,
            @Nullable Claim claim) implements Decision {

        /** A refusal of a proven caller, or one before any credentials were looked at. */
        public Refused(Failure failure, @Nullable Caller caller, @Nullable Route route) {
            this(failure, caller, route, null);
        }
    }

    /**
     * The user name that a request claims.
     *
     * @param name the name as it came; never printed, because people type passwords in its place
     * @param known whether the users file has the name
     */
    record Claim(String name, boolean known) {

        /** The claim of a request without well-formed credentials. */
        static final Claim NONE = new Claim("", false);

        @Override
        public String toString() {
            return "Claim[known=" + known + ']';
        }
    }

    /**
     * The credentials are well-formed but not remembered: their password must be checked before {@link
     * Admission#decide(RequestHead, BasicCredentials, io.offlinemessages.gateway.access.PasswordCheck)} decides.
     */
    record NeedsPasswordCheck(BasicCredentials credentials) implements Decision {}
}
