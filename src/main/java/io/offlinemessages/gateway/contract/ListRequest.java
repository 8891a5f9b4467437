package io.offlinemessages.gateway.contract;

/**
 * A request for one page of the list.
 *
 * @param account the account that asks
 * @param page the page asked for
 */
public record ListRequest(Account account, PageNumber page) implements CanonicalRequest {

    @Override
    public Route route() {
        return Route.LIST;
    }

    @Override
    public String target() {
        return page.equals(PageNumber.FIRST) ? "/api/offlinemessages/" : "/api/offlinemessages?page_no=" + page;
    }
}
