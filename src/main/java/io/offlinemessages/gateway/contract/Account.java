package io.offlinemessages.gateway.contract;

/**
 * The upstream account on whose behalf a request is made; part of every cache key, so that no answer crosses accounts.
 *
 * @param mode whose account it is
 * @param name the user name at the upstream
 */
public record Account(CredentialMode mode, String name) {}
