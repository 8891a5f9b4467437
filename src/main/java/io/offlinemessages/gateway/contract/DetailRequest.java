package io.offlinemessages.gateway.contract;

/**
 * A request for one message with its replies; also the key under which its answer is cached.
 *
 * @param account the account that asks
 * @param id the message asked for
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
