/**
 * What operators see: health, start-up checks and start-up errors as sentences; leans on the other rooms.
 */
@NullMarked
package io.offlinemessages.gateway.management;

import org.jspecify.annotations.NullMarked;
