package io.offlinemessages.gateway.admission;

import io.offlinemessages.gateway.access.BasicCredentials;
import io.offlinemessages.gateway.access.Caller;
import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.Failure;
import io.offlinemessages.gateway.contract.Route;
import org.jspecify.annotations.Nullable;

/** What admission decides about a request head. */
public sealed interface Decision {

    /**
     * The request may go on.
     *
     * @param caller who asks
     * @param request all that is known of the request from here on
     * @param forwarded the caller's own credential, where the upstream is to see it, else null
     */
    record Admitted(
            Caller caller,
            CanonicalRequest request,
            @Nullable Authorization forwarded) implements Decision {}

    /** The request is for the OpenAPI document, which is there for everybody. */
    record Published() implements Decision {}

    /**
     * The request ends here.
     *
     * @param failure the documented answer
     * @param caller who asks, null when that is not proven
     * @param route the route that would have answered, null when there is none or the caller may not know
     * @param claim who asks by its own account, null when that is proven or was not looked at
     */
    record Refused(
            Failure failure,
            @Nullable Caller caller,
            @Nullable Route route,
            @Nullable Claim claim) implements Decision {

        /** A refusal of a caller that is proven, or of whom nothing was looked at. */
        public Refused(Failure failure, @Nullable Caller caller, @Nullable Route route) {
            this(failure, caller, route, null);
        }
    }

    /**
     * The user name of a request whose password has not proven it.
     *
     * @param name what came in its place; never printed, because people type passwords there
     * @param known whether the users file has it
     */
    record Claim(String name, boolean known) {

        /** That of a request without credentials that are well-formed. */
        static final Claim NONE = new Claim("", false);

        @Override
        public String toString() {
            return "Claim[known=" + known + ']';
        }
    }

    /**
     * The credentials are well-formed but not remembered; check them, then ask {@link Admission#decide(RequestHead,
     * BasicCredentials, io.offlinemessages.gateway.access.PasswordCheck)}.
     */
    record NeedsPasswordCheck(BasicCredentials credentials) implements Decision {}
}
