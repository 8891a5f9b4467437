/** The polling of files that operators replace while the gateway runs, and their reload; leans on no other room. */
@NullMarked
package io.offlinemessages.gateway.watch;

import org.jspecify.annotations.NullMarked;
