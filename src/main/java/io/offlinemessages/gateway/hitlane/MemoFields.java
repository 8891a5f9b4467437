package io.offlinemessages.gateway.hitlane;

import io.offlinemessages.gateway.upstream.Traceparent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The header fields that memos treat by themselves: those of requests that may differ, and those that end responses.
 *
 * @param varying the fields of requests that may differ, by their names in small letters
 * @param last the fields that end each response
 */
public record MemoFields(Map<String, VaryingField> varying, LastFields last) {

    /**
     * The fields of a port.
     *
     * @param keepAlive the value of {@code Keep-Alive} in responses
     * @param idField the field in which callers name their requests, and are told the name, where there is one
     */
    public static MemoFields of(String keepAlive, Optional<? extends CharSequence> idField) {
        Map<String, VaryingField> varying = new HashMap<>();
        idField.ifPresent(name -> varying.put(name.toString().toLowerCase(Locale.ROOT), VaryingField.REQUEST_ID));
        varying.put(Traceparent.FIELD, VaryingField.TRACEPARENT);
        varying.put("if-none-match", VaryingField.IF_NONE_MATCH);
        return new MemoFields(Map.copyOf(varying), new LastFields(keepAlive, idField));
    }
}
