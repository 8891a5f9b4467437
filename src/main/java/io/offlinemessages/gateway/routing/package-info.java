/**
 * Spring Cloud Gateway routes and the thin adapters between HTTP and the other rooms; leans on all of them.
 */
@NullMarked
package io.offlinemessages.gateway.routing;

import org.jspecify.annotations.NullMarked;
