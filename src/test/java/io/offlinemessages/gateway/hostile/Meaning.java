package io.offlinemessages.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a request target means to a caller who may see everything, read from the contract alone: segments and names are
 * percent-decoded once, ids and pages are ASCII digits from 1 to 9223372036854775807, and a slash at the end changes nothing. It
 * shares no code with the product.
 *
 * @param status 200 where there is a resource, else the status of the refusal
 * @param resource the resource's canonical target; empty where there is none
 */
public record Meaning(int status, String resource) {

    private static final String LIST = "/api/offlinemessages";
    private static final BigInteger HIGHEST = BigInteger.TWO.pow(63).subtract(BigInteger.ONE);
    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})");

    private static final Meaning NOTHING = new Meaning(404, "");
    private static final Meaning INVALID = new Meaning(400, "");

    /** The meaning of an origin-form target, in which each character stands for one octet. */
    public static Meaning of(String target) {
        String[] parts = target.split("\\?", 2);
        List<String> segments =
                Stream.of(parts[0].split("/", -1)).map(Meaning::decoded).toList();
        if (segments.size() < 3 || !segments.subList(0, 3).equals(List.of("", "api", "offlinemessages"))) {
            return NOTHING;
        }
        List<String> rest = segments.subList(3, segments.size());
        if (rest.isEmpty() || rest.equals(List.of(""))) {
            return list(parts.length == 1 ? "" : parts[1]);
        }
        boolean isDetail = rest.size() == 1 || (rest.size() == 2 && rest.get(1).isEmpty());
        return isDetail ? numbered(rest.get(0), LIST + "/") : NOTHING;
    }

    private static Meaning list(String query) {
        List<String> pages = Stream.of(query.split("&", -1))
                .map(pair -> pair.replace('+', ' ').split("=", 2))
                .filter(pair -> decoded(pair[0]).equals("page_no"))
                .map(pair -> pair.length == 1 ? "" : decoded(pair[1]))
                .toList();
        if (pages.isEmpty()) {
            return new Meaning(200, LIST + "/");
        }
        Meaning page = pages.size() == 1 ? numbered(pages.get(0), LIST + "?page_no=") : INVALID;
        return page.resource.equals(LIST + "?page_no=1") ? new Meaning(200, LIST + "/") : page;
    }

    private static Meaning numbered(String text, String before) {
        if (!text.matches("[0-9]+")) {
            return INVALID;
        }
        var number = new BigInteger(text);
        return number.signum() > 0 && number.compareTo(HIGHEST) <= 0 ? new Meaning(200, before + number) : INVALID;
    }

    private static String decoded(String text) {
        String octets = ESCAPED.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
        return new String(octets.getBytes(ISO_8859_1), UTF_8);
    }
}
