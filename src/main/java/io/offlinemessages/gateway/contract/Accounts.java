package io.offlinemessages.gateway.contract;

/**
 * Tells which upstream account a caller's request is made for.
 *
 * @param mode whose credential the upstream sees
 * @param service the gateway's own user name at the upstream; without meaning in {@code forward} mode
 */
public record Accounts(CredentialMode mode, String service) {

    /** The account for a caller of that name. */
    public Account of(String callerName) {
        return new Account(mode, mode == CredentialMode.SERVICE ? service : callerName);
    }
}
