package io.offlinemessages.gateway.access;

import io.offlinemessages.gateway.contract.Role;

/**
 * A user whose password has been checked.
 *
 * @param name the user name
 * @param role the role that the users file gives it
 */
public record Caller(String name, Role role) {}
