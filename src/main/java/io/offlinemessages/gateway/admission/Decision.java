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
     * @param caller who asks, null when that is not known
     * @param route the route that would have answered, null when there is none or the caller may not know
     */
    record Refused(
            Failure failure,
            @Nullable Caller caller,
            @Nullable Route route) implements Decision {}

    /**
     * The credentials are well-formed but not remembered; check them, then ask {@link Admission#decide(RequestHead,
     * BasicCredentials, io.offlinemessages.gateway.access.PasswordCheck)}.
     */
    record NeedsPasswordCheck(BasicCredentials credentials) implements Decision {}
}
