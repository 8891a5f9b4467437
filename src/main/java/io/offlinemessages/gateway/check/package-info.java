/**
 * The check mode: configuration, users file, start and upstream examined in one go; leans on contract, access, upstream and
 * management.
 */
@NullMarked
package io.offlinemessages.gateway.check;

import org.jspecify.annotations.NullMarked;
