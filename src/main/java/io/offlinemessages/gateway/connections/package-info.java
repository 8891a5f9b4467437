/**
 * What callers' connections may cost: how many there are, and how slow callers may be; leans on contract and limits.
 */
@NullMarked
package io.offlinemessages.gateway.connections;

import org.jspecify.annotations.NullMarked;
