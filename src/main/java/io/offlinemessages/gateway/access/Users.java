package io.offlinemessages.gateway.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The users of one version of the users file, with the checks that began under it. An entry that a new version repeats (name, hash and
 * role) is the same object in both, with everything remembered for it.
 */
final class Users {

    private final Map<String, UserEntry> byName;
    private final List<UserEntry> all;
    private final Map<CredentialKey, Check> underWay = new ConcurrentHashMap<>();

    /**
     * @param before the previous version; null for the first
     */
    Users(Map<String, User> file, @Nullable Users before) {
        var entries = new LinkedHashMap<String, UserEntry>();
        file.forEach((name, user) -> {
            UserEntry kept = before == null ? null : before.byName.get(name);
            entries.put(name, kept != null && kept.user().equals(user) ? kept : new UserEntry(user));
        });
        this.byName = Map.copyOf(entries);
        this.all = List.copyOf(entries.values());
    }

    int size() {
        return all.size();
    }

    /** The entry of that name; null for a name that the file does not have. */
    @Nullable
    UserEntry entry(String name) {
        return byName.get(name);
    }

    /**
     * The entry whose hash the credentials are checked against: their own, or for an unknown name one chosen by the name, so that
     * refusals take equally long for known and unknown names.
     */
    UserEntry checkedAgainst(String name, CredentialKey.Factory keys) {
        UserEntry known = byName.get(name);
        return known != null ? known : all.get(keys.pick(name, all.size()));
    }

    /** The checks under way, to be joined while this version is in force; joined later, they could answer by an outdated file. */
    Map<CredentialKey, Check> underWay() {
        return underWay;
    }
}
