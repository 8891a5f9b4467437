package io.offlinemessages.gateway.contract;

/**
 * A request for one message with its replies, and the key under which its answer is cached.
 *
 * @param account the account for which the request is made
 * @param id the id of the message
 */
public record DetailRequest(Account account, MessageId id) implements CanonicalRequest {

    @Override
    public Route route() {
        return Route.DETAIL;
    }

    @Override
    public String target() {
        return "/api/offlinemessages/" + id;
    }
}
