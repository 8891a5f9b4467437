package io.offlinemessages.gateway.contract;

/** The mode of credentials, which says whose credential the upstream sees ({@code gateway.upstream.credentials}). */
public enum CredentialMode {
    /** The gateway's own account, shared by all callers. */
    SERVICE,
    /** The caller's own account, after the local check of its password. */
    FORWARD
}
