/** Fails every test class that leaves a leaked Netty buffer behind. */
@NullMarked
package io.offlinemessages.gateway.leaks;

import org.jspecify.annotations.NullMarked;
