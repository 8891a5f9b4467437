package io.offlinemessages.gateway.hitlane;

import io.offlinemessages.gateway.upstream.Traceparent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The header fields that head memos treat specially.
 *
 * @param varying the request fields whose values may differ from head to head, by lower-case name
 * @param last the fields that end each response head
 */
public record MemoFields(Map<String, VaryingField> varying, LastFields last) {

    /**
     * The fields of a port.
     *
     * @param keepAlive the value of {@code Keep-Alive} in responses
     * @param idField the field in which callers send and receive request ids, if there is one
     */
    public static MemoFields of(String keepAlive, Optional<? extends CharSequence> idField) {
        Map<String, VaryingField> varying = new HashMap<>();
        idField.ifPresent(name -> varying.put(name.toString().toLowerCase(Locale.ROOT), VaryingField.REQUEST_ID));
        varying.put(Traceparent.FIELD, VaryingField.TRACEPARENT);
        varying.put("if-none-match", VaryingField.IF_NONE_MATCH);
        return new MemoFields(Map.copyOf(varying), new LastFields(keepAlive, idField));
    }
}
