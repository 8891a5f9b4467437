package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Account;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The current standing of each account. Their number is bounded by that of users and of the gateway's own accounts. */
final class Standings {

    private final Map<Account, Standing> current = new ConcurrentHashMap<>();

    Standing of(Account account) {
        Standing standing = current.get(account);
        return standing != null ? standing : current.computeIfAbsent(account, name -> new Standing());
    }

    /** Invalidates everything loaded for the account; later loads get a new standing. */
    void refuse(Account account) {
        Standing standing = current.remove(account);
        if (standing != null) {
            standing.refuse();
        }
    }
}
