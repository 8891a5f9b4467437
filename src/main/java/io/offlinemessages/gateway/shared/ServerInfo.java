package io.offlinemessages.gateway.shared;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The server's description of itself ({@code INFO}).
 *
 * @param runId the id of this run, which changes with a restart or another server
 * @param version the version of Redis, or that the server is compatible with
 * @param master whether it accepts writes
 * @param cluster whether it is part of a cluster
 * @param policy its {@code maxmemory-policy}
 */
record ServerInfo(String runId, String version, boolean master, boolean cluster, String policy) {

    private static final int OLDEST = 7;

    /** Parses the lines {@code name:value}; a missing value is empty. */
    static ServerInfo parse(String info) {
        Map<String, String> fields = info.lines()
                .map(line -> line.split(":", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (first, second) -> first));
        return new ServerInfo(
                fields.getOrDefault("run_id", ""),
                fields.getOrDefault("redis_version", ""),
                fields.getOrDefault("role", "").equals("master"),
                fields.getOrDefault("cluster_enabled", "").equals("1"),
                fields.getOrDefault("maxmemory_policy", ""));
    }

    /** The reason why a gateway can never share through this server; empty where it can. */
    Optional<InvalidProperty> refusal(String address) {
        if (cluster) {
            return refused(address, "a server by itself or behind Sentinel, not one of a cluster");
        }
        if (policy.startsWith("allkeys-")) {
            return refused(
                    address,
                    "a server whose maxmemory-policy is noeviction or begins with volatile-: this one's is " + policy
                            + ", which would evict the budget of calls");
        }
        if (major() < OLDEST) {
            return refused(address, "Redis 7 or later, or Valkey: this one is Redis " + version);
        }
        return Optional.empty();
    }

    private int major() {
        int dot = version.indexOf('.');
        try {
            return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Optional<InvalidProperty> refused(String address, String allowed) {
        return Optional.of(new InvalidProperty(SharedProperties.PREFIX + "redis-url", address, allowed));
    }
}
