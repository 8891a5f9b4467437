/**
 * How much callers may ask for, and whom the gateway believes about where a request comes from; leans on contract.
 */
@NullMarked
package io.offlinemessages.gateway.limits;

import org.jspecify.annotations.NullMarked;
