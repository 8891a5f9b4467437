/** Volumes as Kubernetes mounts them, and key pairs to put into them. */
@NullMarked
package io.offlinemessages.gateway.mounts;

import org.jspecify.annotations.NullMarked;
