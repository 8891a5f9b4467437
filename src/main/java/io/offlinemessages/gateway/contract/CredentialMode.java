package io.offlinemessages.gateway.contract;

/** Whose credential the upstream sees ({@code gateway.upstream.credentials}). */
public enum CredentialMode {
    /** The gateway's own account, shared by all callers. */
    SERVICE,
    /** The caller's own, after the local check. */
    FORWARD
}
