package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.contract.Account;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The standing of each account; there are no more of them than users, and accounts of the gateway's own. */
final class Standings {

    private final Map<Account, Standing> current = new ConcurrentHashMap<>();

    Standing of(Account account) {
        Standing standing = current.get(account);
        return standing != null ? standing : current.computeIfAbsent(account, name -> new Standing());
    }

    /** Ends the use of all that was loaded for the account; what is loaded from now on has a standing of its own. */
    void refuse(Account account) {
        Standing standing = current.remove(account);
        if (standing != null) {
            standing.refuse();
        }
    }
}
