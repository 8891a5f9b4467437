package io.offlinemessages.gateway.upstream;

import java.util.Arrays;

/** The undocumented names of the objects that are open, by their places in the JSON; those of the innermost object are the last. */
final class OpenNames {

    private static final int MOST = 32;

    private final byte[] json;
    private final int[] from = new int[MOST];
    private final int[] to = new int[MOST];
    private int size;

    OpenNames(byte[] json) {
        this.json = json;
    }

    int size() {
        return size;
    }

    /** Adds a name to the object that was opened when there were so many. */
    void add(int start, int end, int opened) throws Unrecognised {
        Unrecognised.unless(size < MOST);
        for (int i = opened; i < size; i++) {
            Unrecognised.unless(!Arrays.equals(json, from[i], to[i], json, start, end));
        }
        from[size] = start;
        to[size] = end;
        size++;
    }

    /** Closes the object that was opened when there were so many. */
    void close(int opened) {
        size = opened;
    }
}
