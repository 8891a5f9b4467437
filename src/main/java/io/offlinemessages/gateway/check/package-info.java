/**
 * The explanation of configuration: the check mode, refusals at start-up as sentences, and the configuration in force; leans on
 * contract, access, shared, upstream and cache.
 */
@NullMarked
package io.offlinemessages.gateway.check;

import org.jspecify.annotations.NullMarked;
