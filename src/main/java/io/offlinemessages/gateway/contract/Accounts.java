package io.offlinemessages.gateway.contract;

import java.util.function.Supplier;

/**
 * Tells which upstream account a caller's request is made for.
 *
 * @param mode whose credential the upstream sees
 * @param own the gateway's own user name at the upstream, as it is now; not asked in {@code forward} mode
 */
public record Accounts(CredentialMode mode, Supplier<String> own) {

    /** The account for a caller of that name. */
    public Account of(String callerName) {
        return new Account(mode, mode == CredentialMode.SERVICE ? own.get() : callerName);
    }
}
