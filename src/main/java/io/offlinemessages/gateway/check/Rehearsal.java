package io.offlinemessages.gateway.check;

/** The marker bean of a start that is only a check. With it the gateway takes no part in the state that replicas share. */
public record Rehearsal() {}
