/**
 * The hit lane: answers admitted requests with fresh cached answers right behind the HTTP codec, in the same bytes as
 * the routes would; leans on contract, limits, access, admission, cache and telemetry.
 */
@NullMarked
package io.offlinemessages.gateway.hitlane;

import org.jspecify.annotations.NullMarked;
