package io.offlinemessages.gateway.admission;

import io.offlinemessages.gateway.contract.Authorization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Request heads for tests: a {@code GET} of the list by alice, a Super Admin, unless told otherwise. */
record Requests(
        String method,
        String path,
        @Nullable String query,
        List<String> authorization,
        List<String> accept,
        long contentLength) {

    static final String[] ALICE = {"alice", "secret", "Super Admin"};
    static final String[] ADAM = {"adam", "apple", "Admin"};
    static final String[] AGNES = {"agnes", "grey", "Agent"};

    static Requests get(String target) {
        int mark = target.indexOf('?');
        return new Requests(
                "GET",
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? null : target.substring(mark + 1),
                List.of(basic(ALICE)),
                List.of(),
                0);
    }

    static String basic(String... user) {
        return Authorization.basic(user[0], user[1]).value();
    }

    Requests method(String token) {
        return new Requests(token, path, query, authorization, accept, contentLength);
    }

    Requests as(String... user) {
        return authorization(basic(user));
    }

    Requests anonymous() {
        return authorization(new String[0]);
    }

    Requests authorization(String... fields) {
        return new Requests(method, path, query, List.of(fields), accept, contentLength);
    }

    Requests accept(String... fields) {
        return new Requests(method, path, query, authorization, List.of(fields), contentLength);
    }

    Requests content(long length) {
        return new Requests(method, path, query, authorization, accept, length);
    }

    RequestHead head() {
        return new RequestHead(method, Target.parse(path, query), authorization, accept, contentLength);
    }
}
