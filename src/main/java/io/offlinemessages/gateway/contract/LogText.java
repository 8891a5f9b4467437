package io.offlinemessages.gateway.contract;

/** The escaping of a peer's text for a log line. */
public final class LogText {

    private static final int LONGEST = 500;

    private LogText() {}

    /**
     * Escapes text, so that it is one line and safe on a terminal: each control, format, line-separating, unpaired,
     * private or unassigned character becomes a Unicode escape of Java. At most 500 characters of the text are kept; an
     * ellipsis stands for the rest.
     */
    public static String escaped(String text) {
        var line = new StringBuilder(text.length());
        int[] characters = text.codePoints().limit(LONGEST).toArray();
        for (int character : characters) {
            if (isShown(character)) {
                line.appendCodePoint(character);
            } else {
                for (char unit : Character.toChars(character)) {
                    line.append("\\u%04x".formatted((int) unit));
                }
            }
        }
        return text.codePointCount(0, text.length()) > LONGEST
                ? line.append('…').toString()
                : line.toString();
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
