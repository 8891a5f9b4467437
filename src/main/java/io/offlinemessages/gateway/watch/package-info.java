/**
 * Polls what operators replace while the gateway runs, and has it loaded anew; leans on no other room.
 */
@NullMarked
package io.offlinemessages.gateway.watch;

import org.jspecify.annotations.NullMarked;
