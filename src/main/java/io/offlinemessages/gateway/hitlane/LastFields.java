package io.offlinemessages.gateway.hitlane;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;

/** The fields that a connection which stays open adds to each response, and the end of the header section. */
public final class LastFields {

    private static final byte[] END = {'\r', '\n', '\r', '\n'};

    private final byte[] octets;
    private final boolean tellsId;

    /**
     * The fields of all connections of a port.
     *
     * @param keepAlive the value of {@code Keep-Alive}
     * @param idField the field that tells the request's id, where one does
     */
    public LastFields(String keepAlive, Optional<? extends CharSequence> idField) {
        String id = idField.map(name -> "\r\n" + name + ": ").orElse("");
        this.octets = ("\r\nConnection: keep-alive\r\nKeep-Alive: " + keepAlive + id).getBytes(US_ASCII);
        this.tellsId = idField.isPresent();
    }

    /** How many octets it writes, without those of the id. */
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
