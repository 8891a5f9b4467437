/**
 * The optional link to Redis or Valkey, through which replicas share answers, loads, the budget of calls, and evictions; leans on
 * contract and watch.
 */
@NullMarked
package io.offlinemessages.gateway.shared;

import org.jspecify.annotations.NullMarked;
