/**
 * Whatever explains configuration: the check mode, start-up errors as sentences, and what is in force; leans on contract,
 * access, shared, upstream and cache.
 */
@NullMarked
package io.offlinemessages.gateway.check;

import org.jspecify.annotations.NullMarked;
