package io.offlinemessages.gateway.upstream;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The http or https address that the API's paths are appended to, {@code gateway.upstream.base-url}. It is kept as written: neither
 * decoded nor encoded a second time. A host may have underscores, as names in Docker Compose do; {@link URI} has no host for those.
 */
public final class BaseUrl {

    private static final String PROPERTY = UpstreamProperties.PREFIX + "base-url";
    private static final String ALLOWED =
            "an http or https address without user, query or fragment, such as https://api.revechat.com";

    /** What {@link URI} does not take for a server: a name with an underscore somewhere, and perhaps a port. */
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

    /** Reads the property's value, and refuses what is no such address. */
    public static BaseUrl of(String text) {
        if (text.isBlank()) {
            throw new InvalidProperty(PROPERTY, null, ALLOWED);
        }
        try {
            // By the second one, octets beyond ASCII are percent-encoded, and nothing else.
            BaseUrl address = read(text, new URI(new URI(text).toASCIIString()));
            if (address != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Nor may its message be shown, which quotes the address.
        }
        // Whatever stands before an @ may be a password, and not every malformed address tells its user apart.
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
        // No certificate can be checked against such a name.
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

    /** Whether it is an https address. */
    boolean isSecure() {
        return secure;
    }

    /** The host, of an IPv6 address without brackets. */
    String host() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port, or that of the scheme. */
    int port() {
        return port >= 0 ? port : defaultPort();
    }

    /** The value of a request's {@code Host} field: without the scheme's own port (RFC 9110 section 7.2). */
    String hostField() {
        return port() == defaultPort() ? host : host + ':' + port;
    }

    /** The path that stands before the API's, as written, without a slash at its end. */
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

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
