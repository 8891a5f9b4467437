/**
 * Who may call: the users file and its reload, bounded password checking, remembered credentials; leans on contract, limits and watch.
 */
@NullMarked
package io.offlinemessages.gateway.access;

import org.jspecify.annotations.NullMarked;
