package io.offlinemessages.gateway.admission;

import java.util.List;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** The test whether a caller's {@code Accept} fields (RFC 9110 section 12.5.1) allow JSON. */
final class Acceptance {

    private Acceptance() {}

    /** Whether the fields allow {@code application/json}; if one of them is malformed, they exclude nothing. */
    static boolean allowsJson(List<String> fields) {
        if (fields.isEmpty() || (fields.size() == 1 && isPlain(fields.get(0)))) {
            return true;
        }
        try {
            List<MimeType> ranges = fields.stream()
                    .flatMap(field -> MimeTypeUtils.parseMimeTypes(field).stream())
                    .toList();
            return ranges.isEmpty() || quality(ranges) > 0;
        } catch (InvalidMimeTypeException | NumberFormatException malformed) {
            return true;
        }
    }

    /** Whether the field has one of the values that nearly all clients send. */
    private static boolean isPlain(String field) {
        return field.equals("*/*") || field.equals("application/json");
    }

    /** The weight of the most specific range that includes JSON; 0 if none does. */
    private static double quality(List<MimeType> ranges) {
        double quality = 0;
        int specificity = -1;
        for (MimeType range : ranges) {
            int specific = range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
            if (specific > specificity && range.includes(MimeTypeUtils.APPLICATION_JSON)) {
                String q = range.getParameter("q");
                quality = q == null ? 1 : weight(q);
                specificity = specific;
            }
        }
        return quality;
    }

    private static double weight(String q) {
        double weight = Double.parseDouble(q);
        if (weight >= 0 && weight <= 1) {
            return weight;
        }
        throw new NumberFormatException(q);
    }
}
