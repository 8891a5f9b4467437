/** Programs of the operating system that some tests run, such as promtool. */
@NullMarked
package io.offlinemessages.gateway.tools;

import org.jspecify.annotations.NullMarked;
