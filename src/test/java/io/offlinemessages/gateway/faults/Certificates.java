package io.offlinemessages.gateway.faults;

import io.offlinemessages.gateway.mounts.KeyPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/** An issuer that the gateway trusts, and certificates of which it must take only one. */
final class Certificates {

    static final String HOST = "upstream.test";

    private final Path issuer;
    private final Map<Subject, SSLContext> contexts = new EnumMap<>(Subject.class);

    /** What distinguishes a certificate. */
    enum Subject {
        HOST,
        EXPIRED,
        OTHER_HOST,
        OTHER_ISSUER
    }

    /** Makes them; the folder takes their files. */
    Certificates(Path folder) throws Exception {
        Path store = folder.resolve("certificates.p12");
        KeyPair trusted = KeyPair.create(store, "issuer", "-ext", "bc:critical");
        issuer = Files.writeString(folder.resolve("issuer.crt"), trusted.pem().get("tls.crt"));
        String san = "san=dns:" + HOST;
        add(Subject.HOST, KeyPair.create(store, "host", "-signer", "issuer", "-ext", san));
        add(
                Subject.EXPIRED,
                KeyPair.create(
                        store, "expired", "-signer", "issuer", "-ext", san, "-startdate", "-2d", "-validity", "1"));
        add(Subject.OTHER_HOST, KeyPair.create(store, "other-host", "-signer", "issuer", "-ext", "san=dns:other.test"));
        add(Subject.OTHER_ISSUER, KeyPair.create(store, "other-issuer", "-ext", san));
    }

    private void add(Subject subject, KeyPair pair) throws Exception {
        contexts.put(subject, pair.context(List.of(pair)));
    }

    /** The certificate of the trusted issuer, PEM. */
    Path issuer() {
        return issuer;
    }

    /** How a server shows the certificate. */
    SSLContext context(Subject subject) {
        return Objects.requireNonNull(contexts.get(subject));
    }
}
