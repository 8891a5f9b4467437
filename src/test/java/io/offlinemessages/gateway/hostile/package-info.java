/** Callers that mean harm: framing that two servers read differently, targets that look like others, slowness, and sheer numbers. */
@NullMarked
package io.offlinemessages.gateway.hostile;

import org.jspecify.annotations.NullMarked;
