package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.upstream.PlainJson.Literal;
import io.offlinemessages.gateway.upstream.PlainJson.Numeral;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The shape of the documented page, asked a second way: of values that are there as a whole. */
final class DocumentedShape {

    private static final Set<String> MESSAGE_NUMBERS =
            Set.of("offline_message_id", "visitor_id", "received_time", "unread", "reply_message_count");
    private static final Set<String> MESSAGE_STRINGS =
            Set.of("visitor_name", "visitor_email", "visitor_phone", "subject", "message");
    private static final Set<String> REPLY_NUMBERS = Set.of("message_reply_time", "agent_id");
    private static final Set<String> REPLY_STRINGS = Set.of("reply_message", "first_name", "last_name", "email");
    private static final BigInteger LARGEST_ID = BigInteger.valueOf(Long.MAX_VALUE);

    private DocumentedShape() {}

    static boolean isMessage(Object json, long id) {
        return isMessage(json, BigInteger.valueOf(id)::equals);
    }

    static boolean isList(Object json) {
        return json instanceof List<?> list
                && list.stream()
                        .allMatch(
                                message -> isMessage(message, id -> id.signum() >= 0 && id.compareTo(LARGEST_ID) <= 0));
    }

    private static boolean isMessage(Object json, Predicate<BigInteger> id) {
        return json instanceof Map<?, ?> message
                && integer(message.get("offline_message_id")).filter(id).isPresent()
                && all(message, MESSAGE_NUMBERS, Numeral.class::isInstance)
                && all(message, MESSAGE_STRINGS, String.class::isInstance)
                && all(message, Set.of("reply_messages"), DocumentedShape::areReplies);
    }

    private static boolean areReplies(Object json) {
        return json instanceof List<?> replies
                && replies.stream()
                        .allMatch(reply -> reply instanceof Map<?, ?> fields
                                && all(fields, REPLY_NUMBERS, Numeral.class::isInstance)
                                && all(fields, REPLY_STRINGS, String.class::isInstance));
    }

    private static boolean all(Map<?, ?> fields, Set<String> names, Predicate<Object> type) {
        return names.stream()
                .map(name -> Optional.<Object>ofNullable(fields.get(name)))
                .allMatch(value -> value.isEmpty() || value.get() == Literal.NULL || type.test(value.get()));
    }

    private static Optional<BigInteger> integer(@Nullable Object json) {
        return json instanceof Numeral numeral && numeral.text().matches("-?[0-9]+")
                ? Optional.of(new BigInteger(numeral.text()))
                : Optional.empty();
    }
}
