/**
 * The one decision, from a request head to admitted, refused or "needs a password check"; leans on contract and access.
 */
@NullMarked
package io.offlinemessages.gateway.admission;

import org.jspecify.annotations.NullMarked;
