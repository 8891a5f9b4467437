package io.offlinemessages.gateway.shared;

import io.offlinemessages.gateway.contract.Account;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.ListRequest;
import io.offlinemessages.gateway.contract.MessageId;
import io.offlinemessages.gateway.contract.PageNumber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What things are called on the server: HMACs under a key of the last secret, so that nobody reads an account, an id or an address
 * from them, and so that they stay while the secrets that seal rotate.
 */
final class KeyNames {

    private static final int BYTES = 16;
    private static final int FINGERPRINT_BYTES = 8;

    private final String prefix;
    private final byte[] key;

    /**
     * Names in a namespace.
     *
     * @param secret the last of the configured secrets
     */
    KeyNames(String namespace, byte[] secret) {
        this.prefix = namespace + ':';
        this.key = Derivation.key(secret, "offline-messages-gateway names");
    }

    /** What tells name keys apart, and nothing of them: 16 hex digits. */
    String fingerprint() {
        return HexFormat.of()
                .formatHex(Derivation.hmac(key, "fingerprint".getBytes(StandardCharsets.UTF_8)), 0, FINGERPRINT_BYTES);
    }

    /** Why a replica cannot share where names come from another key, whose fingerprint this is. */
    String foreign(String theirs) {
        return "gateway.shared.secret ends with another secret than that of the other gateways of namespace "
                + prefix.substring(0, prefix.length() - 1) + " (their fingerprint is " + theirs + ", this one's "
                + fingerprint() + ")";
    }

    /** The key of something that there is one of in the namespace, such as {@code clock}. */
    String only(String what) {
        return prefix + what;
    }

    /** The key of the request's answer, of its load, or of the note that this leaves. */
    String of(Kind kind, CanonicalRequest request) {
        return prefix + hidden(kind, request.account(), request.target());
    }

    /** The key of what belongs to the account. */
    String of(Kind kind, Account account) {
        return prefix + hidden(kind, account, "");
    }

    /** The mark of everything. */
    String markOfAll() {
        return only("all");
    }

    /** The mark of all pages. */
    String markOfPages() {
        return only("pages");
    }

    /** The mark of the id, for all accounts. */
    String markOf(MessageId id) {
        return prefix + hidden(Kind.ID, id.toString());
    }

    /** The mark of the page, for all accounts. */
    String markOf(PageNumber page) {
        return prefix + hidden(Kind.PAGE, page.toString());
    }

    /** The mark of the account. */
    String markOf(Account account) {
        return of(Kind.ACCOUNT, account);
    }

    /** All marks that end the request's answer. */
    List<String> marksOf(CanonicalRequest request) {
        String account = markOf(request.account());
        if (request instanceof DetailRequest detail) {
            return List.of(markOfAll(), markOf(detail.id()), account);
        }
        return List.of(markOfAll(), markOf(((ListRequest) request).page()), markOfPages(), account);
    }

    private String hidden(Kind kind, Account account, String target) {
        return hidden(kind, account.mode().name(), account.name(), target);
    }

    /** Each part with its length in front, so that no two lists of parts are one text. */
    private String hidden(Kind kind, String... parts) {
        byte[][] framed = new byte[2 * parts.length + 1][];
        framed[0] = (kind.tag() + '\0').getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < parts.length; i++) {
            byte[] part = parts[i].getBytes(StandardCharsets.UTF_8);
            framed[2 * i + 1] =
                    ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array();
            framed[2 * i + 2] = part;
        }
        byte[] name = Arrays.copyOf(Derivation.hmac(key, framed), BYTES);
        return kind.tag() + ':' + Base64.getUrlEncoder().withoutPadding().encodeToString(name);
    }
}
