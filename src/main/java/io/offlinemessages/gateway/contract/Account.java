package io.offlinemessages.gateway.contract;

/**
 * The upstream account for which a request is made. It is part of every cache key, so that no answer crosses accounts.
 *
 * @param mode the mode of credentials, and so the owner of the account
 * @param name the user name at the upstream
 */
public record Account(CredentialMode mode, String name) {}
