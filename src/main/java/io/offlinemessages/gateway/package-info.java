/** The application: puts the rooms together and binds their configuration. */
@NullMarked
package io.offlinemessages.gateway;

import org.jspecify.annotations.NullMarked;
