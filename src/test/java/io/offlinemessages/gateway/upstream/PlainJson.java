package io.offlinemessages.gateway.upstream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * JSON, read a second way: by the grammar of RFC 8259, character by character. Objects become maps, arrays lists, and numbers keep
 * their text. As the gateway demands, it is UTF-8 without a mark, no object has two equal names, and at most 64 values nest.
 */
public final class PlainJson {

    /** A number as it was written. */
    public record Numeral(String text) {}

    /** One of the three names. */
    public enum Literal {
        TRUE,
        FALSE,
        NULL
    }

    private static final int DEEPEST = 64;
    private static final Pattern NUMERAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{4}");

    private final String text;
    private int at;
    private int depth;

    private PlainJson(String text) {
        this.text = text;
    }

    /** The one value that the bytes hold; empty when they are malformed. */
    public static Optional<Object> read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            return Optional.empty();
        }
        var json = new PlainJson(text);
        try {
            Object value = json.value();
            json.space();
            return json.at == text.length() ? Optional.of(value) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private Object value() throws Malformed {
        space();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true", Literal.TRUE);
            case 'f' -> literal("false", Literal.FALSE);
            case 'n' -> literal("null", Literal.NULL);
            default -> numeral();
        };
    }

    private Map<String, Object> object() throws Malformed {
        var object = new LinkedHashMap<String, Object>();
        open();
        space();
        if (peek() != '}') {
            do {
                space();
                require(peek() == '"');
                String name = string();
                space();
                require(next() == ':');
                require(object.putIfAbsent(name, value()) == null);
                space();
            } while (skip(','));
        }
        close('}');
        return object;
    }

    private List<Object> array() throws Malformed {
        var array = new ArrayList<>();
        open();
        space();
        if (peek() != ']') {
            do {
                array.add(value());
                space();
            } while (skip(','));
        }
        close(']');
        return array;
    }

    private void open() throws Malformed {
        at++;
        depth++;
        require(depth <= DEEPEST);
    }

    private void close(char end) throws Malformed {
        require(next() == end);
        depth--;
    }

    private String string() throws Malformed {
        var string = new StringBuilder();
        at++;
        for (char c = next(); c != '"'; c = next()) {
            require(c >= ' ');
            string.append(c == '\\' ? escaped(next()) : c);
        }
        return string.toString();
    }

    private char escaped(char c) throws Malformed {
        if (c == 'u') {
            var hex = HEX.matcher(text).region(at, text.length());
            require(hex.lookingAt());
            at = hex.end();
            return (char) Integer.parseInt(hex.group(), 16);
        }
        int index = "\"\\/bfnrt".indexOf(c);
        require(index >= 0);
        return "\"\\/\b\f\n\r\t".charAt(index);
    }

    private Numeral numeral() throws Malformed {
        var numeral = NUMERAL.matcher(text).region(at, text.length());
        require(numeral.lookingAt());
        at = numeral.end();
        return new Numeral(numeral.group());
    }

    private Literal literal(String name, Literal literal) throws Malformed {
        require(text.startsWith(name, at));
        at += name.length();
        return literal;
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean skip(char wanted) throws Malformed {
        boolean there = peek() == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private char peek() throws Malformed {
        require(at < text.length());
        return text.charAt(at);
    }

    private char next() throws Malformed {
        char c = peek();
        at++;
        return c;
    }

    private static void require(boolean condition) throws Malformed {
        if (!condition) {
            throw new Malformed();
        }
    }

    private static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;
    }
}
