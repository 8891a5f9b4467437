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
 * The names of keys on the server: HMACs under a key derived from the last secret. They reveal no account, id or address, and stay the
 * same while the sealing secrets rotate.
 */
final class KeyNames {

    private static final int BYTES = 16;
    private static final int FINGERPRINT_BYTES = 8;

    private final String prefix;
    private final byte[] key;

    /**
     * @param secret the last of the configured secrets
     */
    KeyNames(String namespace, byte[] secret) {
        this.prefix = namespace + ':';
        this.key = Derivation.key(secret, "offline-messages-gateway names");
    }

    /** The fingerprint of the key that names come from, 16 hex digits; it reveals nothing of the key. */
    String fingerprint() {
        return HexFormat.of()
                .formatHex(Derivation.hmac(key, "fingerprint".getBytes(StandardCharsets.UTF_8)), 0, FINGERPRINT_BYTES);
    }

    /** The sentence that refuses a namespace whose names come from a key with another fingerprint. */
    String foreign(String theirs) {
        return "gateway.shared.secret ends with another secret than that of the other gateways of namespace "
                + prefix.substring(0, prefix.length() - 1) + " (their fingerprint is " + theirs + ", this one's "
                + fingerprint() + ")";
    }

    /** The key of a singleton of the namespace, such as {@code clock}. */
    String only(String what) {
        return prefix + what;
    }

    /** The key of the request's answer, its load, or the load's note. */
    String of(Kind kind, CanonicalRequest request) {
        return prefix + hidden(kind, request.account(), request.target());
    }

    /** The key of the account's data of that kind. */
    String of(Kind kind, Account account) {
        return prefix + hidden(kind, account, "");
    }

    /** The mark that ends all answers. */
    String markOfAll() {
        return only("all");
    }

    /** The mark that ends all pages. */
    String markOfPages() {
        return only("pages");
    }

    /** The mark that ends the answers for the id, for all accounts. */
    String markOf(MessageId id) {
        return prefix + hidden(Kind.ID, id.toString());
    }

    /** The mark that ends the answers for the page, for all accounts. */
    String markOf(PageNumber page) {
        return prefix + hidden(Kind.PAGE, page.toString());
    }

    /** The mark that ends the account's answers. */
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

    /** Each part has its length in front, so two different lists of parts never produce the same text. */
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
