package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The http or https address in front of the API's paths, {@code gateway.upstream.base-url}. It stays as written, neither decoded nor
 * encoded again. Its host may contain underscores, as in names of Docker Compose; {@link URI} reports no host for those.
 */
public final class BaseUrl {

    private static final String PROPERTY = UpstreamProperties.PREFIX + "base-url";
    private static final String ALLOWED =
            "an http or https address without user, query or fragment, such as https://api.revechat.com";

    /** An authority that {@link URI} does not parse as a server: a name with an underscore, and optionally a port. */
    private static final Pattern UNDERSCORED =
            Pattern.compile("(?=[^:]*_)(\\w(?:[\\w-]*\\w)?(?:\\.\\w(?:[\\w-]*\\w)?)*\\.?)(?::(\\d{0,5}))?");

    private static final int HIGHEST_PORT = 65_535;

    private final String text;
    private final boolean secure;
    private final String host;
    private final int port;
    private final String path;

    private BaseUrl(String text, boolean secure, String host, int port, String path) {
        this.text = text;
        this.secure = secure;
        this.host = host;
        this.port = port;
        this.path = path;
    }

    /**
     * Parses the property's value.
     *
     * @throws InvalidProperty for anything but such an address
     */
    public static BaseUrl of(String text) {
        if (text.isBlank()) {
            throw new InvalidProperty(PROPERTY, null, ALLOWED);
        }
        try {
            // The second parse has octets beyond ASCII percent-encoded, and nothing else.
            BaseUrl address = read(text, new URI(new URI(text).toASCIIString()));
            if (address != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // The exception quotes the address, which may contain a password.
        }
        // The text before an @ may be a password, and a malformed address does not always reveal where its user ends.
        throw new InvalidProperty(PROPERTY, text.indexOf('@') < 0 ? text : "(an address with a user)", ALLOWED);
    }

    private static @Nullable BaseUrl read(String text, URI url) {
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        String authority = url.getRawAuthority();
        boolean bare = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
        if (!(secure || "http".equalsIgnoreCase(url.getScheme())) || authority == null || !bare) {
            return null;
        }
        String host = url.getHost();
        int port = url.getPort();
        // A certificate cannot be verified for such a name, so https needs another.
        if (host == null && !secure) {
            Matcher matcher = UNDERSCORED.matcher(authority);
            boolean read = matcher.matches();
            host = read ? matcher.group(1) : null;
            String digits = read ? matcher.group(2) : null;
            port = digits == null || digits.isEmpty() ? -1 : Integer.parseInt(digits);
        }
        if (host == null || port == 0 || port > HIGHEST_PORT) {
            return null;
        }
        String path = url.getRawPath().replaceAll("/+$", "");
        return new BaseUrl(text, secure, host, port, path);
    }

    boolean isSecure() {
        return secure;
    }

    /** The host; an IPv6 address without brackets. */
    String host() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port; the scheme's default where none is written. */
    int port() {
        return port >= 0 ? port : defaultPort();
    }

    /** The value of the {@code Host} field, without the scheme's default port (RFC 9110 section 7.2). */
    String hostField() {
        return port() == defaultPort() ? host : host + ':' + port;
    }

    /** The path in front of the API's paths, as written, without trailing slashes. */
    String path() {
        return path;
    }

    /** Whether messages and credentials would cross a network unencrypted. */
    boolean isPlainBeyondLoopback() {
        String name = host.toLowerCase(Locale.ROOT);
        boolean loopback = name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
        return !secure && !loopback;
    }

    private int defaultPort() {
        return secure ? 443 : 80;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BaseUrl that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The address as written. */
    @Override
    public String toString() {
        return text;
    }
}
