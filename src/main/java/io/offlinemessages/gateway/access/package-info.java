/**
 * Authentication of callers: the users file and its reload, bounded password checking, and remembered credentials; leans on contract,
 * limits and watch.
 */
@NullMarked
package io.offlinemessages.gateway.access;

import org.jspecify.annotations.NullMarked;
