package io.offlinemessages.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.access.BasicCredentials;
import io.offlinemessages.gateway.access.UsersFileException;
import io.offlinemessages.gateway.admission.Decision.Admitted;
import io.offlinemessages.gateway.admission.Decision.NeedsPasswordCheck;
import io.offlinemessages.gateway.admission.Decision.Refused;
import io.offlinemessages.gateway.contract.CanonicalRequest;
import io.offlinemessages.gateway.contract.DetailRequest;
import io.offlinemessages.gateway.contract.FailureKind;
import io.offlinemessages.gateway.hostile.HostileTargets;
import io.offlinemessages.gateway.hostile.Meaning;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Properties of the one decision over random requests; a failure names the seed and the case. */
class AdmissionPropertyTest {

    private static final int CASES = 20_000;
    private static final long SEED = 744_2026;

    private static final String[] PIECES = {
        "api",
        "offlinemessages",
        "offlinemessages",
        "744",
        "007",
        "0",
        "-14",
        "",
        ".",
        "..",
        "%",
        "%2",
        "%2F",
        "%2e",
        "%61pi",
        "%37",
        "%C0%AF",
        ";",
        ";a=b",
        "x",
        "é",
        "\u0000",
        "9223372036854775807",
        "9223372036854775808",
        "+",
        "\\"
    };

    private static final String[] QUERIES = {
        "page_no",
        "%70age_no",
        "=",
        "=",
        "&",
        "&",
        "2",
        "-2",
        "007",
        "+",
        "%2B",
        "%",
        "%4",
        "x",
        ";",
        "?",
        "#",
        "\u00ff"
    };

    private static final String[] FIELDS = {
        "*/*", "application/json", "text/html", ";q=0", ";q=", ",", "\"", "/", "\\", " ", "=", ";charset=x", "\u0000"
    };

    private static final String[] METHODS = {"GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "get", ""};

    private final Gatehouse gate;
    private final Random random = new Random(SEED);

    AdmissionPropertyTest(@TempDir Path folder) throws UsersFileException {
        this.gate = Gatehouse.inServiceMode(folder);
        // From here on alice and agnes are remembered, and no password is hashed.
        gate.decide(Requests.get("/api/"));
        gate.decide(Requests.get("/api/").as(Requests.AGNES));
    }

    @Test
    void a_decision_is_always_made_and_admits_only_known_and_permitted_callers() {
        Set<FailureKind> seen = EnumSet.noneOf(FailureKind.class);
        int admitted = 0;
        for (int i = 0; i < CASES; i++) {
            Requests request = randomRequest();
            String label = label(i, request);

            Decision decision = decide(request, label);

            boolean alice = request.authorization().size() == 1
                    && BasicCredentials.parse(request.authorization().get(0))
                            .filter(new BasicCredentials("alice", "secret")::equals)
                            .isPresent();
            if (decision instanceof Admitted let) {
                admitted++;
                assertThat(alice).as(label).isTrue();
                assertThat(request.method()).as(label).isIn("GET", "HEAD");
                assertThat(let.caller().name()).as(label).isEqualTo("alice");
                assertThat(let.forwarded()).as(label).isNull();
                assertThat(let.request().target())
                        .as(label)
                        .matches("/api/offlinemessages(/|/[1-9][0-9]{0,18}|\\?page_no=[1-9][0-9]{0,18})");
            } else if (decision instanceof Refused refused) {
                seen.add(refused.failure().kind());
                assertThat(refused.failure().body()).as(label).isNotEmpty();
                assertThat(refused.caller() == null || !request.authorization().isEmpty())
                        .as(label)
                        .isTrue();
            } else {
                assertThat(decision).as(label).isInstanceOf(NeedsPasswordCheck.class);
                assertThat(alice).as(label).isFalse();
            }
        }
        assertThat(admitted).as("seed %d, admitted of %d", SEED, CASES).isGreaterThan(100);
        assertThat(seen)
                .as("seed %d, refusals met", SEED)
                .containsExactlyInAnyOrder(
                        FailureKind.BAD_CREDENTIALS,
                        FailureKind.LIST_FORBIDDEN,
                        FailureKind.DETAIL_FORBIDDEN,
                        FailureKind.INVALID_PAGE,
                        FailureKind.INVALID_ID,
                        FailureKind.NO_RESOURCE,
                        FailureKind.METHOD_NOT_ALLOWED,
                        FailureKind.NOT_ACCEPTABLE,
                        FailureKind.CONTENT_TOO_LARGE);
    }

    @Test
    void two_spellings_of_one_path_get_the_same_decision() {
        for (int i = 0; i < CASES; i++) {
            Requests request = randomRequest();
            List<String> segments = List.of(request.path().replace("%", "").split("/", -1));
            String one = spell(segments);
            String other = spell(segments);
            String label = label(i, request) + " as " + one + " and " + other;

            assertThat(decide(withPath(request, one), label))
                    .as(label)
                    .isEqualTo(decide(withPath(request, other), label));
        }
    }

    @Test
    void a_path_is_the_same_with_and_without_needless_escapes() {
        for (int i = 0; i < CASES; i++) {
            long id = random.nextLong();
            List<String> segments = List.of("", "api", "offlinemessages", Long.toString(id));
            String spelled = spell(segments);
            Requests plain = Requests.get(String.join("/", segments));

            assertThat(decide(withPath(plain, spelled), spelled))
                    .as("seed %d, case %d, %s", SEED, i, spelled)
                    .isEqualTo(decide(plain, spelled))
                    .isInstanceOf(id > 0 ? Admitted.class : Refused.class);
        }
    }

    @Test
    void the_id_of_a_detail_comes_back_from_its_target() {
        for (int i = 0; i < CASES; i++) {
            long id = (random.nextLong() >>> random.nextInt(1, 64)) | 1;
            String path = "/api/offlinemessages/" + "0".repeat(random.nextInt(30)) + id;
            String label = "seed %d, case %d, %s".formatted(SEED, i, path);

            DetailRequest request = detail(decide(Requests.get(path), label));

            assertThat(request.id().value()).as(label).isEqualTo(id);
            assertThat(detail(decide(Requests.get(request.target()), label)))
                    .as(label)
                    .isEqualTo(request);
        }
    }

    @Test
    void each_target_has_the_meaning_of_the_contract_and_each_resource_has_one_key() {
        var targets = new HostileTargets(random);
        Map<String, CanonicalRequest> keys = new HashMap<>();
        Map<CanonicalRequest, String> resources = new HashMap<>();
        for (int i = 0; i < 5 * CASES; i++) {
            String target = targets.next();
            String label = "seed %d, case %d, %s".formatted(SEED, i, target);
            Meaning meaning = Meaning.of(target);

            Decision decision = decide(Requests.get(parseable(target)), label);

            if (decision instanceof Admitted admitted) {
                assertThat(meaning.status()).as(label).isEqualTo(200);
                assertThat(keys.computeIfAbsent(meaning.resource(), resource -> admitted.request()))
                        .as(label)
                        .isEqualTo(admitted.request());
                assertThat(resources.computeIfAbsent(admitted.request(), key -> meaning.resource()))
                        .as(label)
                        .isEqualTo(meaning.resource())
                        .isEqualTo(admitted.request().target());
            } else {
                assertThat(((Refused) decision).failure().status()).as(label).isEqualTo(meaning.status());
            }
        }
        assertThat(keys.size()).as("seed %d, resources met", SEED).isGreaterThan(1_000);
    }

    @Test
    @SuppressWarnings("CharacterGetNumericValue") // numerals of all kinds are wanted
    void no_numeral_of_another_script_is_a_digit() {
        IntStream.rangeClosed(0x80, Character.MAX_CODE_POINT)
                .filter(c -> Character.isDigit(c) || Character.getNumericValue(c) >= 0)
                .mapToObj(c -> URLEncoder.encode("74" + Character.toString(c), StandardCharsets.UTF_8))
                .forEach(number -> {
                    assertThat(gate.outcome(Requests.get("/api/offlinemessages/" + number)))
                            .startsWith("400 INVALID_ID 74");
                    assertThat(gate.outcome(Requests.get("/api/offlinemessages?page_no=" + number)))
                            .startsWith("400 INVALID_PAGE 74");
                });
    }

    /** Escapes the characters that every adapter escapes. */
    private static String parseable(String target) {
        return target.chars()
                .mapToObj(c -> c > ' ' && c < 0x7F && c != '#' ? Character.toString(c) : "%%%02X".formatted(c))
                .collect(Collectors.joining());
    }

    private static DetailRequest detail(Decision decision) {
        return (DetailRequest) ((Admitted) decision).request();
    }

    private Decision decide(Requests request, String label) {
        try {
            return gate.admission().decide(request.head());
        } catch (RuntimeException e) {
            throw new AssertionError(label, e);
        }
    }

    private Requests randomRequest() {
        var path = new StringBuilder(random.nextInt(8) == 0 ? "" : "/api");
        path.append(random.nextInt(4) == 0 ? "" : "/offlinemessages");
        for (int pieces = random.nextInt(4); pieces > 0; pieces--) {
            path.append(random.nextInt(3) == 0 ? "" : "/").append(pick(PIECES));
        }
        boolean queried = random.nextInt(3) == 0;
        return new Requests(
                pick(METHODS),
                path.toString(),
                queried ? join(QUERIES, 6) : null,
                randomAuthorization(),
                random.nextInt(3) == 0 ? List.of(join(FIELDS, 5)) : List.of(),
                random.nextInt(20) == 0 ? Long.MAX_VALUE : random.nextInt(1_000));
    }

    private List<String> randomAuthorization() {
        String alice = Requests.basic(Requests.ALICE);
        return switch (random.nextInt(10)) {
            case 0 -> List.of();
            case 1 -> List.of(alice, alice);
            case 2 -> List.of(Requests.basic("alice", "secret" + random.nextInt(10)));
            case 3 -> List.of(damaged(alice));
            case 4, 5 -> List.of(Requests.basic(Requests.AGNES));
            default -> List.of(alice);
        };
    }

    private String damaged(String field) {
        var damaged = new StringBuilder(field);
        damaged.setCharAt(random.nextInt(field.length()), (char) random.nextInt(256));
        return damaged.toString();
    }

    private String join(String[] pieces, int most) {
        var text = new StringBuilder();
        for (int count = random.nextInt(most + 1); count > 0; count--) {
            text.append(pick(pieces));
        }
        return text.toString();
    }

    private String pick(String[] all) {
        return all[random.nextInt(all.length)];
    }

    /** Joins the segments to a path, with some octets escaped that need no escape, in hex digits of either case. */
    private String spell(List<String> segments) {
        return segments.stream().map(this::spell).collect(Collectors.joining("/"));
    }

    private String spell(String segment) {
        var spelled = new StringBuilder();
        segment.codePoints().mapToObj(Character::toString).forEach(character -> {
            if (random.nextInt(3) > 0) {
                spelled.append(character);
                return;
            }
            for (byte octet : character.getBytes(StandardCharsets.UTF_8)) {
                spelled.append(random.nextBoolean() ? "%%%02x".formatted(octet) : "%%%02X".formatted(octet));
            }
        });
        return spelled.toString();
    }

    private static Requests withPath(Requests request, String path) {
        return new Requests(
                request.method(),
                path,
                request.query(),
                request.authorization(),
                request.accept(),
                request.contentLength());
    }

    private static String label(int number, Requests request) {
        return "seed %d, case %d, %s".formatted(SEED, number, request);
    }
}
