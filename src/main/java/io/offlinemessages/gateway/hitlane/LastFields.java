package io.offlinemessages.gateway.hitlane;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;

/**
 * The last octets of each response head on a connection that stays open: its connection fields, the request's id, and
 * the end of the header section.
 */
public final class LastFields {

    private static final byte[] END = {'\r', '\n', '\r', '\n'};

    private final byte[] octets;
    private final boolean tellsId;

    /**
     * The fields for all connections of a port.
     *
     * @param keepAlive the value of {@code Keep-Alive}
     * @param idField the field that holds the request's id, if there is one
     */
    public LastFields(String keepAlive, Optional<? extends CharSequence> idField) {
        String id = idField.map(name -> "\r\n" + name + ": ").orElse("");
        this.octets = ("\r\nConnection: keep-alive\r\nKeep-Alive: " + keepAlive + id).getBytes(US_ASCII);
        this.tellsId = idField.isPresent();
    }

    /** The number of octets that are written, without those of the id. */
    int length() {
        return octets.length + END.length;
    }

    void write(ByteBuf response, KnownRequest request) {
        response.writeBytes(octets);
        if (tellsId) {
            ByteBufUtil.writeAscii(response, request.requestId());
        }
        response.writeBytes(END);
    }
}
