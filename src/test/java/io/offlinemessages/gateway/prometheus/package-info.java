/** Prometheus and its promtool, run by tests of what the gateway shows to them. */
@NullMarked
package io.offlinemessages.gateway.prometheus;

import org.jspecify.annotations.NullMarked;
