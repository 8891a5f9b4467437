/**
 * Looks again and again at files that operators replace while the gateway runs; leans on no other room.
 */
@NullMarked
package io.offlinemessages.gateway.watch;

import org.jspecify.annotations.NullMarked;
