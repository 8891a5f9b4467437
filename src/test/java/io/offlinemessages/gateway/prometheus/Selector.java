package io.offlinemessages.gateway.prometheus;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The name of a series and its matchers, as they stand in an expression.
 *
 * @param metric the name
 * @param matchers the text between the braces; empty where there are none
 */
public record Selector(String metric, String matchers) {

    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern COMMENT = Pattern.compile("#.*");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern NAMED =
            Pattern.compile("(?<![\\w.:])([a-zA-Z_:][\\w:]*+)(?:\\s*+\\{([^}]*)\\})?+(?!\\s*\\()");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "offset", "bool");

    /** All selectors of an expression. */
    public static List<Selector> of(String expression) {
        String text = COMMENT.matcher(expression).replaceAll("");
        String bare = RANGE.matcher(GROUPING.matcher(text).replaceAll("")).replaceAll("");
        return NAMED.matcher(bare)
                .results()
                .filter(found -> !OPERATORS.contains(found.group(1)))
                .map(found -> new Selector(found.group(1), found.group(2) == null ? "" : found.group(2)))
                .distinct()
                .toList();
    }

    /** All labels that an expression groups or joins by. */
    public static Set<String> groupingLabels(String expression) {
        return GROUPING.matcher(expression)
                .results()
                .flatMap(found -> Stream.of(found.group(2).split("[\\s,]+")))
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toSet());
    }

    /** For each value that the matchers name, a selector of it alone; the bare name where they name none. */
    public List<String> values() {
        List<String> values = MATCHER.matcher(matchers)
                .results()
                .flatMap(matcher -> Stream.of(matcher.group(2).split("\\|"))
                        .map(value -> metric + "{" + matcher.group(1) + "=\"" + value + "\"}"))
                .toList();
        return values.isEmpty() ? List.of(metric) : values;
    }
}
