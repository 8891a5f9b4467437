package io.offlinemessages.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.Accounts;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.Secret;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The gateway's own credential in the hands of a test that rotates it; its passwords are numbers that grow. */
public final class RotatedCredential {

    private final UpstreamCredential credential = new UpstreamCredential(
            TestUpstream.at(URI.create("http://127.0.0.1:9")).properties());
    private final Accounts accounts = credential.accounts();
    private final AtomicInteger rotations = new AtomicInteger();
    private final Map<String, Integer> inForce = new ConcurrentHashMap<>();

    /** The account for which a request is made that is admitted now. */
    public Account account() {
        return accounts.of("any caller");
    }

    /** Takes that user, with a new password, for all that is admitted from now on. */
    public void rotate(String username) {
        int password = rotations.incrementAndGet();
        credential.replace(new OwnAccount(username, new Secret(Integer.toString(password))));
        inForce.put(username, password);
    }

    /** The user whom the upstream sees in a call that is made now; fails when it sees a password that was replaced before. */
    public String seen(CanonicalRequest request) {
        int least = inForce.getOrDefault(request.account().name(), 0);
        String token = credential.of(request.account(), Samples.CONTEXT).value().substring("Basic ".length());
        String[] pair = new String(Base64.getDecoder().decode(token), UTF_8).split(":", 2);
        assertThat(Integer.parseInt(pair[1])).as("the password of %s", request).isGreaterThanOrEqualTo(least);
        return pair[0];
    }
}
