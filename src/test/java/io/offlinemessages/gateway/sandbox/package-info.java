/** The gateway in front of an upstream that serves the documented messages and every fault, for newcomers and for tests. */
@NullMarked
package io.offlinemessages.gateway.sandbox;

import org.jspecify.annotations.NullMarked;
