package io.offlinemessages.gateway.contract;

/** The two routes of the API; their ids name Spring Cloud Gateway routes, breakers and metric tags. */
public enum Route {
    /** {@code GET /api/offlinemessages/}. */
    LIST("list"),
    /** {@code GET /api/offlinemessages/{id}}. */
    DETAIL("detail");

    private final String id;

    Route(String id) {
        this.id = id;
    }

    /** The id, in lower case. */
    public String id() {
        return id;
    }
}
