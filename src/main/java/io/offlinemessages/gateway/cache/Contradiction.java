package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.upstream.MessageDigests;

/**
 * A difference between a page and a detail.
 *
 * @param row the page's row
 * @param fields the set of fields that differ, a bit mask over {@link MessageDigests#FIELDS}
 */
record Contradiction(ShownRow row, int fields) {}
