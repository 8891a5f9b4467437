package io.offlinemessages.gateway.mounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A private key and its certificate, made by the JDK's keytool.
 *
 * @param key the key
 * @param certificate the certificate, whose subject is {@code CN=} the name given
 */
public record KeyPair(PrivateKey key, X509Certificate certificate) {

    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Makes one for {@code 127.0.0.1} that signs itself; the folder takes keytool's file. */
    public static KeyPair create(Path folder, String name) throws Exception {
        return create(folder.resolve(name + ".p12"), name, "-ext", "san=ip:127.0.0.1");
    }

    /** Makes one in keytool's file, whose other pairs the options may name. */
    public static KeyPair create(Path file, String name, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString()));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool ended with " + keytool.exitValue());
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new KeyPair((PrivateKey) store.getKey(name, PASSWORD), (X509Certificate) store.getCertificate(name));
    }

    /** The files of a TLS Secret: {@code tls.crt} and {@code tls.key}. */
    public Map<String, String> pem() throws GeneralSecurityException {
        return Map.of(
                "tls.crt", pem("CERTIFICATE", certificate.getEncoded()),
                "tls.key", pem("PRIVATE KEY", key.getEncoded()));
    }

    /** A context that shows this pair and trusts those. */
    public SSLContext context(List<KeyPair> trusted) throws GeneralSecurityException, IOException {
        KeyStore own = empty();
        own.setKeyEntry("own", key, PASSWORD, new X509Certificate[] {certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        KeyStore others = empty();
        for (KeyPair pair : trusted) {
            others.setCertificateEntry(
                    pair.certificate().getSubjectX500Principal().getName(), pair.certificate());
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(others);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        return store;
    }

    private static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }
}
