package io.offlinemessages.gateway.hitlane;

import io.offlinemessages.gateway.access.ShownCredentials;
import java.util.List;

/**
 * The block of a request that the lane has answered, with its meaning.
 *
 * @param authorization the values of {@code Authorization}
 * @param accept the values of {@code Accept}
 * @param shown the credentials in these values, and no others
 */
record LearnedHead(HeadBlock block, List<String> authorization, List<String> accept, ShownCredentials shown) {

    @Override
    public String toString() {
        return "LearnedHead[" + block.length() + " octets]";
    }
}
