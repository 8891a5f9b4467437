package io.offlinemessages.gateway.contract;

import static io.offlinemessages.gateway.contract.BodyShape.BARE_OBJECT;
import static io.offlinemessages.gateway.contract.BodyShape.ENVELOPE_CHALLENGE;
import static io.offlinemessages.gateway.contract.BodyShape.PLAIN_CHALLENGE;
import static io.offlinemessages.gateway.contract.Fault.CALLER;
import static io.offlinemessages.gateway.contract.Fault.GATEWAY;
import static io.offlinemessages.gateway.contract.Fault.UPSTREAM;

import java.util.Locale;

/**
 * The kind of a failure, from a closed taxonomy. Each kind has a status, a side at fault and a documented message, in
 * which {@code %s} stands for the subject of the {@link Failure}. Callers see the status and the message. Operators see
 * the constant's name in lower case, as a metric tag that names the cause.
 */
public enum FailureKind {
    BAD_CREDENTIALS(401, CALLER, PLAIN_CHALLENGE, "Bad credentials"),
    LIST_FORBIDDEN(
            403, CALLER, PLAIN_CHALLENGE, "Access is denied! Only user with Super Admin role can access the REST API"),
    DETAIL_FORBIDDEN(403, CALLER, BARE_OBJECT, "You don't have permission to see offline message details with Id %s"),
    INVALID_PAGE(400, CALLER, ENVELOPE_CHALLENGE, "Invalid Page Number: %s. Please enter a valid Page Number."),
    INVALID_ID(
            400,
            CALLER,
            ENVELOPE_CHALLENGE,
            "Invalid Offline message Id: %s. Please enter a Valid Offline message Id."),
    NO_RECORD(404, CALLER, "No Record found for Offline Message Id = %s. Please enter a another Offline Message Id."),

    MALFORMED_REQUEST(400, CALLER, "The request is malformed."),
    NO_RESOURCE(404, CALLER, "No such resource."),
    METHOD_NOT_ALLOWED(405, CALLER, "Only GET and HEAD are allowed here."),
    NOT_ACCEPTABLE(406, CALLER, "Only application/json is available here."),
    REQUEST_TIMEOUT(408, CALLER, "The request did not arrive in time."),
    CONTENT_TOO_LARGE(413, CALLER, "The request content is too large."),
    URI_TOO_LONG(414, CALLER, "The request target is too long."),
    PASSWORD_RATE_EXCEEDED(429, CALLER, "Too many wrong passwords. Please try again later."),
    REQUEST_RATE_EXCEEDED(429, CALLER, "Too many requests. Please try again later."),
    FIELDS_TOO_LARGE(431, CALLER, "The request header fields are too large."),
    NOT_CACHED(504, CALLER, "No stored answer can be used, and only-if-cached forbids asking the upstream."),

    INTERNAL(500, GATEWAY, "The gateway failed to answer."),
    TOO_MANY_IN_FLIGHT(503, GATEWAY, Messages.UNAVAILABLE),
    TOO_MANY_CONNECTIONS(503, GATEWAY, Messages.UNAVAILABLE),
    PASSWORD_CHECKS_BUSY(503, GATEWAY, Messages.UNAVAILABLE),
    BULKHEAD_FULL(503, GATEWAY, Messages.UNAVAILABLE),
    BUDGET_SPENT(503, GATEWAY, Messages.UNAVAILABLE),

    CIRCUIT_OPEN(503, UPSTREAM, Messages.UNAVAILABLE),
    RATE_LIMITED(503, UPSTREAM, Messages.UNAVAILABLE),
    CONNECT_FAILED(502, UPSTREAM, Messages.BAD_UPSTREAM),
    NAME_NOT_RESOLVED(502, UPSTREAM, Messages.BAD_UPSTREAM),
    TLS_FAILED(502, UPSTREAM, Messages.BAD_UPSTREAM),
    CONNECTION_RESET(502, UPSTREAM, Messages.BAD_UPSTREAM),
    CLOSED_MID_BODY(502, UPSTREAM, Messages.BAD_UPSTREAM),
    MALFORMED_RESPONSE(502, UPSTREAM, Messages.BAD_UPSTREAM),
    SERVER_ERROR(502, UPSTREAM, Messages.BAD_UPSTREAM),
    TRANSIENT_SERVER_ERROR(502, UPSTREAM, Messages.BAD_UPSTREAM),
    CLIENT_ERROR(502, UPSTREAM, Messages.BAD_UPSTREAM),
    UNEXPECTED_STATUS(502, UPSTREAM, Messages.BAD_UPSTREAM),
    WRONG_CONTENT_TYPE(502, UPSTREAM, Messages.BAD_UPSTREAM),
    UNEXPECTED_BODY(502, UPSTREAM, Messages.BAD_UPSTREAM),
    BODY_TOO_LARGE(502, UPSTREAM, Messages.BAD_UPSTREAM),
    CREDENTIAL_REFUSED(502, UPSTREAM, Messages.BAD_UPSTREAM),
    NAME_LOOKUP_TIMEOUT(504, UPSTREAM, Messages.LATE_UPSTREAM),
    CONNECT_TIMEOUT(504, UPSTREAM, Messages.LATE_UPSTREAM),
    RESPONSE_TIMEOUT(504, UPSTREAM, Messages.LATE_UPSTREAM),
    DEADLINE_EXCEEDED(504, UPSTREAM, Messages.LATE_UPSTREAM);

    private final int status;
    private final Fault fault;
    private final BodyShape shape;
    private final String message;
    private final String tag = name().toLowerCase(Locale.ROOT);

    FailureKind(int status, Fault fault, String message) {
        this(status, fault, BodyShape.ENVELOPE, message);
    }

    FailureKind(int status, Fault fault, BodyShape shape, String message) {
        this.status = status;
        this.fault = fault;
        this.shape = shape;
        this.message = message;
    }

    /** The status code that callers see. */
    public int status() {
        return status;
    }

    /** The side at fault. */
    public Fault fault() {
        return fault;
    }

    /** The metric tag, such as {@code circuit_open}. */
    public String tag() {
        return tag;
    }

    /**
     * Whether a stale copy is a better answer than this failure (stale-if-error, RFC 5861 section 4): true for each
     * 502, 503 and 504 that the caller did not cause.
     */
    public boolean yieldsToStale() {
        return fault != CALLER && status > 500;
    }

    BodyShape shape() {
        return shape;
    }

    String message() {
        return message;
    }

    private static final class Messages {
        static final String UNAVAILABLE = "The service is temporarily unavailable. Please try again later.";
        static final String BAD_UPSTREAM = "The upstream service did not give a usable answer.";
        static final String LATE_UPSTREAM = "The upstream service did not answer in time.";
    }
}
