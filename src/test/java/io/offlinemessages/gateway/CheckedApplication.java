package io.offlinemessages.gateway;

import io.offlinemessages.gateway.check.Check;
import io.offlinemessages.gateway.check.CheckMode;
import java.util.List;

/** The check mode within this process. */
public final class CheckedApplication {

    private CheckedApplication() {}

    /** The exit code. */
    public static int check(List<String> arguments) {
        return new Check(GatewayApplication.class).run(CheckMode.of(arguments, "true"));
    }
}
