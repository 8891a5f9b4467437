/** Lets actors take turns by a seed, so that one of very many orders in which things may happen can be replayed. */
@NullMarked
package io.offlinemessages.gateway.interleaving;

import org.jspecify.annotations.NullMarked;
