/**
 * The one guarded door to the upstream: client, credential, breaker, retry, quota and normaliser; leans on contract, shared and watch.
 */
@NullMarked
package io.offlinemessages.gateway.upstream;

import org.jspecify.annotations.NullMarked;
