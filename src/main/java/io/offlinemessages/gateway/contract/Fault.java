package io.offlinemessages.gateway.contract;

/** Whose fault a failure is. */
public enum Fault {
    CALLER,
    GATEWAY,
    UPSTREAM
}
