package io.offlinemessages.gateway.access;

import io.offlinemessages.gateway.contract.Role;

/** An entry of the users file; its hash is never printed. */
record User(String name, String passwordHash, Role role) {

    @Override
    public String toString() {
        return "User[name=" + name + ", role=" + role + "]";
    }
}
