package io.offlinemessages.gateway.cache;

import io.offlinemessages.gateway.upstream.MessageDigests;

/**
 * What a page has shown otherwise than a detail.
 *
 * @param row the page's row
 * @param fields the set of fields in which they differ, of {@link MessageDigests#FIELDS}
 */
record Contradiction(ShownRow row, int fields) {}
