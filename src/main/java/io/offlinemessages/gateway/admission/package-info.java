/**
 * The one decision about a request head: admitted, published, refused or "needs a password check"; leans on contract
 * and access.
 */
@NullMarked
package io.offlinemessages.gateway.admission;

import org.jspecify.annotations.NullMarked;
