package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.Accounts;
import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.contract.CredentialMode;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The credential of each call: the gateway's own, or in {@code forward} mode the caller's. The gateway's own may be replaced at run
 * time; a request admitted before that is still made with the credential of the account it was admitted for, so that no answer is
 * stored for another account.
 */
final class UpstreamCredential {

    private final Map<String, Authorization> own = new ConcurrentHashMap<>();
    private volatile @Nullable OwnAccount current;

    UpstreamCredential(UpstreamProperties properties) {
        if (properties.credentials() == CredentialMode.SERVICE) {
            replace(OwnAccount.of(properties.username(), properties.password()));
        }
    }

    /** The gateway's own account; null in {@code forward} mode. */
    @Nullable
    OwnAccount current() {
        return current;
    }

    /** Uses the account for every request admitted from now on. */
    void replace(OwnAccount account) {
        own.put(account.username(), account.authorization());
        current = account;
    }

    /** The upstream account that each caller's request is made for. */
    Accounts accounts() {
        return new Accounts(
                current == null ? CredentialMode.FORWARD : CredentialMode.SERVICE,
                () -> Objects.requireNonNull(current).username());
    }

    Authorization of(Account account, CallContext context) {
        if (context.forwarded() != null) {
            return context.forwarded();
        }
        Authorization authorization = own.get(account.name());
        if (authorization == null) {
            throw new IllegalStateException("a request for an account that the gateway has no credential of");
        }
        return authorization;
    }
}
