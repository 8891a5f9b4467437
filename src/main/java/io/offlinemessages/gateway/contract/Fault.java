package io.offlinemessages.gateway.contract;

/** The side at fault for a failure. */
public enum Fault {
    CALLER,
    GATEWAY,
    UPSTREAM
}
