package io.offlinemessages.gateway.upstream;

import java.util.Arrays;

/** A stack of the undocumented names in all open objects, as positions in the JSON; the innermost object's names are on top. */
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

    /**
     * Adds a name to the innermost object; refuses a duplicate.
     *
     * @param opened the size when that object was opened
     */
    void add(int start, int end, int opened) throws Unrecognised {
        Unrecognised.unless(size < MOST);
        for (int i = opened; i < size; i++) {
            Unrecognised.unless(!Arrays.equals(json, from[i], to[i], json, start, end));
        }
        from[size] = start;
        to[size] = end;
        size++;
    }

    /**
     * Closes the innermost object.
     *
     * @param opened the size when that object was opened
     */
    void close(int opened) {
        size = opened;
    }
}
