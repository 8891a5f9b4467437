package io.offlinemessages.gateway.check;

/** A bean that is there where the gateway starts for a check alone, so that it must not take part in what others do. */
public record Rehearsal() {}
