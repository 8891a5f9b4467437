package io.offlinemessages.gateway.hitlane;

import io.offlinemessages.gateway.access.ShownCredentials;
import java.util.List;

/**
 * The block of a request that the lane has answered, with the values that admission reads from it.
 *
 * @param authorization the values of {@code Authorization}
 * @param accept the values of {@code Accept}
 * @param shown remembers the credentials in these values, and no others
 */
record LearnedHead(HeadBlock block, List<String> authorization, List<String> accept, ShownCredentials shown) {

    @Override
    public String toString() {
        return "LearnedHead[" + block.length() + " octets]";
    }
}
