/**
 * What operators see: health, start-up checks and start-up errors as sentences, and the page of the OpenAPI document; leans on the
 * other rooms.
 */
@NullMarked
package io.offlinemessages.gateway.management;

import org.jspecify.annotations.NullMarked;
