package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offlinemessages.gateway.contract.Authorization;
import io.offlinemessages.gateway.mounts.MountedSecret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** What operators and the upstream's do to a gateway while it serves: each call does one thing, and looks whether it took effect. */
final class SoakOperator {

    private static final Duration TAKES_EFFECT = Duration.ofSeconds(60);
    private static final SoakUpstream.Mood[] MOODS = SoakUpstream.Mood.values();

    /** Cheap to check, so that no call in good faith is refused for want of a hashing thread. */
    private static final String HASH = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("123456");

    private final MountedSecret users;
    private final MountedSecret credential;
    private final SoakUpstream upstream;
    private final SoakCaller.Guest guest = new SoakCaller.Guest();
    private final SoakTally tally;
    private final Random random;
    private volatile String account = account(0);
    private int rotations;

    SoakOperator(MountedSecret users, MountedSecret credential, SoakUpstream upstream, SoakTally tally, long seed) {
        this.users = users;
        this.credential = credential;
        this.upstream = upstream;
        this.tally = tally;
        this.random = new Random(seed);
    }

    SoakCaller.Guest guest() {
        return guest;
    }

    /** The account in force at the upstream; empty while it changes. */
    String account() {
        return account;
    }

    private static String account(int rotations) {
        return "gateway-" + rotations / 2 % 2;
    }

    /** The users file, with the guest or without. */
    static Map<String, String> usersFile(boolean withGuest) {
        var yaml = new StringBuilder("users:\n");
        List<String> names = withGuest ? List.of("john", "agent", "guest") : List.of("john", "agent");
        for (String name : names) {
            yaml.append("  - {username: %s@example.com, password: \"%s\", role: %s}%n"
                    .formatted(name, HASH, name.equals("agent") ? "Agent" : "Super Admin"));
        }
        return Map.of("users.yaml", yaml.toString());
    }

    /** The files of the gateway's own credential. */
    static Map<String, String> credential(String username, String password) {
        return Map.of("gateway.upstream.username", username, "gateway.upstream.password", password);
    }

    /** Half of the time the upstream is well. */
    void changeMood() {
        SoakUpstream.Mood mood = random.nextBoolean() ? SoakUpstream.Mood.WELL : MOODS[random.nextInt(MOODS.length)];
        upstream.be(mood);
        tally.count("upstream", mood);
    }

    void evict(GatewayProcess gateway) {
        String path = "/actuator/messagecache"
                + switch (random.nextInt(12)) {
                    case 0 -> "";
                    case 1, 2 -> "/lists/" + (1 + random.nextInt(3));
                    default -> "/details/" + (1 + random.nextInt(60));
                };
        int status =
                RawConnection.manage(gateway.managementPort(), "DELETE", path).status();
        tally.count("eviction", status);
        assertThat(status).isIn(200, 404);
    }

    /** Lets the guest go, or come back. */
    void changeUsers(GatewayProcess gateway) {
        boolean comes = guest.state() == SoakCaller.Guest.State.OUT;
        guest.is(SoakCaller.Guest.State.CHANGING);
        users.swap(usersFile(comes));
        await().atMost(TAKES_EFFECT)
                .until(() -> RawConnection.get(gateway.port(), "/api/offlinemessages/1", "guest")
                                        .status()
                                == 401
                        ^ comes);
        guest.is(comes ? SoakCaller.Guest.State.IN : SoakCaller.Guest.State.OUT);
        tally.count("users file", comes ? "guest comes" : "guest goes");
    }

    /** Mounts a users file and a credential that are refused, and then good ones again. */
    void mountNonsense(GatewayProcess gateway) {
        double before = refusals(gateway);
        users.swap(Map.of("users.yaml", "users: nonsense"));
        credential.swap(credential("", "secret"));
        await().atMost(TAKES_EFFECT).until(() -> refusals(gateway) >= before + 2);
        users.swap(usersFile(guest.state() == SoakCaller.Guest.State.IN));
        rotate(gateway);
        tally.count("nonsense", "refused");
    }

    /** Takes a new password, and every other time another account. */
    void rotate(GatewayProcess gateway) {
        rotations++;
        String username = account(rotations);
        account = account.equals(username) ? username : "";
        credential.swap(credential(username, "secret-" + rotations));
        String expected = Authorization.basic(username, "secret-" + rotations).value();
        await().atMost(TAKES_EFFECT).until(() -> {
            RawConnection.get(gateway.port(), "/api/offlinemessages/", "john");
            return upstream.lastAuthorization().equals(expected);
        });
        account = username;
        tally.count("credential", "rotated");
    }

    private static double refusals(GatewayProcess gateway) {
        var scrape = new Scrape(gateway);
        return scrape.sum("gateway_users_reload_total", "result=\"refused\"")
                + scrape.sum("gateway_upstream_credential_reload_total", "result=\"refused\"");
    }
}
