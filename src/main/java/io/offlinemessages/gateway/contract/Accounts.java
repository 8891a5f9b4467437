package io.offlinemessages.gateway.contract;

import java.util.function.Supplier;

/**
 * The choice of the upstream account for a caller's request.
 *
 * @param mode the mode of credentials
 * @param own gives the gateway's own user name at the upstream, as it is now; used in {@code service} mode only
 */
public record Accounts(CredentialMode mode, Supplier<String> own) {

    /** The account for the caller of this name. */
    public Account of(String callerName) {
        return new Account(mode, mode == CredentialMode.SERVICE ? own.get() : callerName);
    }
}
