package io.offlinemessages.gateway.access;

import io.offlinemessages.gateway.contract.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.composer.ComposerException;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.UnicodeReader;

/**
 * The parser of the users file: a YAML list {@code users:} of {@code username}, {@code password} (a hash) and {@code role}. It accepts
 * CRLF, a byte order mark and comments. It refuses, naming the line: unknown keys, missing keys, duplicate users, unknown roles, hashes
 * that are not salted and slow, and a file without users.
 */
final class UsersFile {

    private static final Set<String> KEYS = Set.of("username", "password", "role");
    private static final int LARGEST_FILE = 64 * 1024 * 1024;

    /**
     * The texts of the file that sentences may quote: without the sign and length of a hash, and without characters that break the
     * line.
     */
    private static final Pattern SHOWN = Pattern.compile("[^$\\p{C}\\p{Zl}\\p{Zp}]{0,64}");

    private final String name;
    private final Map<String, User> users = new LinkedHashMap<>();

    private UsersFile(Path file) {
        this.name = "users file " + file;
    }

    /**
     * Parses the bytes of a file.
     *
     * @throws UsersFileException for the first refused user; further ones are suppressed in it
     */
    static Map<String, User> parse(Path file, byte[] content) throws UsersFileException {
        var usersFile = new UsersFile(file);
        usersFile.readRoot(usersFile.compose(content));
        return usersFile.users;
    }

    /**
     * Reads the bytes of a file.
     *
     * @throws UsersFileException if it cannot be read or is larger than 64 MiB
     */
    static byte[] read(Path file) throws UsersFileException {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new UsersFileException("users file " + file + " is larger than 64 MiB.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UsersFileException("users file " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "); it must be a readable YAML file.");
        }
    }

    private @Nullable Node compose(byte[] content) throws UsersFileException {
        var options = new LoaderOptions();
        options.setCodePointLimit(LARGEST_FILE);
        try {
            return new Yaml(options).compose(new UnicodeReader(new ByteArrayInputStream(content)));
        } catch (MarkedYAMLException e) {
            // The exception's text quotes the file, hashes included.
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new UsersFileException(name + ", line " + line + ": is not valid YAML" + reason(e) + ".");
        } catch (YAMLException | IllegalArgumentException e) {
            // The parser throws the latter for escapes such as "\UFFFFFFFF".
            throw new UsersFileException(name + ": is not valid YAML in UTF-8.");
        }
    }

    /** The parser's reason, in its words where they contain nothing of the file but single characters. */
    private static String reason(MarkedYAMLException e) {
        String problem = Objects.requireNonNullElse(e.getProblem(), "");
        if (problem.contains("(TAB)")) {
            return ": a tab stands where only spaces may stand";
        }
        boolean quotesNames = e instanceof ComposerException || problem.contains("tag handle");
        return quotesNames || !SHOWN.matcher(problem).matches() ? "" : ": " + problem;
    }

    private void readRoot(@Nullable Node root) throws UsersFileException {
        if (root == null) {
            throw new UsersFileException(name + " is empty; it must hold a list \"users:\" with at least one user.");
        }
        var entries = mapping(root, Set.of("users"));
        if (!(entries.get("users") instanceof SequenceNode list)
                || list.getValue().isEmpty()) {
            throw refused(root, "has no users; it must hold a list \"users:\" with at least one user");
        }
        UsersFileException first = null;
        for (Node entry : list.getValue()) {
            try {
                readUser(entry);
            } catch (UsersFileException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void readUser(Node entry) throws UsersFileException {
        var fields = mapping(entry, KEYS);
        ScalarNode name = text(entry, fields, "username");
        String username = name.getValue();
        if (username.isEmpty() || username.indexOf(':') >= 0 || username.chars().anyMatch(Character::isISOControl)) {
            // Not quoted: a pasted htpasswd line has the hash behind the colon.
            throw refused(name, "the username must not be empty nor hold a colon or a control character");
        }
        ScalarNode hash = text(entry, fields, "password");
        if (!PasswordHashes.isAllowed(hash.getValue())) {
            throw refused(
                    hash,
                    "the password of user " + shown(username) + " must be a hash of the form "
                            + PasswordHashes.ALLOWED);
        }
        ScalarNode label = text(entry, fields, "role");
        Role role = Role.parse(label.getValue()).orElse(null);
        if (role == null) {
            throw refused(
                    label,
                    "the role " + shown(label.getValue()) + " of user " + shown(username) + " must be one of "
                            + Role.labels());
        }
        if (users.putIfAbsent(username, new User(username, hash.getValue(), role)) != null) {
            throw refused(name, "the user " + shown(username) + " is listed twice; each username must stand once");
        }
    }

    private Map<String, Node> mapping(Node node, Set<String> allowed) throws UsersFileException {
        if (!(node instanceof MappingNode mapping)) {
            throw refused(node, "must be a mapping with " + keys(allowed));
        }
        var entries = new LinkedHashMap<String, Node>();
        for (var tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!allowed.contains(key) || entries.put(key, tuple.getValueNode()) != null) {
                throw refused(
                        tuple.getKeyNode(),
                        "the key " + shown(key) + " is unknown or repeated; allowed once each: " + keys(allowed));
            }
        }
        return entries;
    }

    private ScalarNode text(Node entry, Map<String, Node> fields, String key) throws UsersFileException {
        Node node = fields.get(key);
        if (node instanceof ScalarNode scalar) {
            return scalar;
        }
        throw refused(node == null ? entry : node, "a user needs a text \"" + key + "\"");
    }

    private UsersFileException refused(Node node, String reason) {
        return new UsersFileException(name + ", line " + (node.getStartMark().getLine() + 1) + ": " + reason + ".");
    }

    private static String shown(String text) {
        return SHOWN.matcher(text).matches() ? '"' + text + '"' : "(not shown)";
    }

    private static String keys(Set<String> allowed) {
        return String.join(", ", allowed.stream().sorted().toList());
    }
}
