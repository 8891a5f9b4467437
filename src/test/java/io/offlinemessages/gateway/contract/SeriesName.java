package io.offlinemessages.gateway.contract;

/**
 * The names of the catalogue's meters in Prometheus, which adds the unit of a timer and {@code _total} to a counter.
 */
public final class SeriesName {

    private SeriesName() {}

    /** The name of the meter's series. */
    public static String of(GatewayMeter meter) {
        String suffix = switch (meter) {
            case UPSTREAM_REQUESTS, SHARED_COMMANDS -> "_seconds";
            case BUDGET_LIMIT,
                    BUDGET_USED,
                    SHARED_UP,
                    SHARED_MEMBERS,
                    SHARED_LOGIN_FILES_REFUSED,
                    CREDENTIAL_FILES_REFUSED,
                    CONNECTIONS,
                    USERS_FILE_REFUSED -> "";
            default -> "_total";
        };
        return meter.meterName().replace('.', '_') + suffix;
    }
}
