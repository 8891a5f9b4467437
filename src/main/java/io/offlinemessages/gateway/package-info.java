/** The application: it connects the rooms and binds their configuration. */
@NullMarked
package io.offlinemessages.gateway;

import org.jspecify.annotations.NullMarked;
