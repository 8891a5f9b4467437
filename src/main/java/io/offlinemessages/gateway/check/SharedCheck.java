package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.shared.Shared;
import io.offlinemessages.gateway.shared.SharedProperties;

/** The check of the server that replicas share through: one round trip. */
record SharedCheck(SharedProperties properties) {

    void run(Shared shared, Report report) {
        String url = properties.redisUrl();
        if (Boolean.TRUE.equals(shared.roundTrip().block())) {
            int others = shared.others();
            report.line("shared: ok, " + url + " answers, and what is sealed opens again; "
                    + (others == 1 ? "1 gateway shares" : others + " gateways share") + " through it now");
        } else {
            String state = shared.link().state();
            report.finding("gateway.shared.redis-url is \"" + url + "\", which does not work: "
                    + (shared.link().isUp() ? "a stored value does not come back within gateway.shared.timeout" : state)
                    + (state.endsWith(".") ? "" : "."));
        }
    }
}
