package io.offlinemessages.gateway.contract;

/**
 * A request for one page of the list, and the key under which its answer is cached.
 *
 * @param account the account for which the request is made
 * @param page the number of the page
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
