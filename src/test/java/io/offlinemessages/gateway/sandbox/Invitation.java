package io.offlinemessages.gateway.sandbox;

/**
 * The sandbox's commands for a newcomer. Each shows, after all that stand above it, the statuses and the quoted words of the line
 * before it.
 */
final class Invitation {

    private static final String TEXT = """

            The sandbox is up. Run these in another terminal, from top to bottom. Above each stands the status that it shows.

              200  the list, for a Super Admin
                curl -i -u john@example.com:123456 {api}/api/offlinemessages/
              200  a message
                curl -i -u john@example.com:123456 {api}/api/offlinemessages/744
              200  the same message, from the cache: Cache-Status has "; hit;"
                curl -i -u john@example.com:123456 {api}/api/offlinemessages/744
              401  a wrong password
                curl -i -u john@example.com:wrong {api}/api/offlinemessages/744
              403  the list, for an Agent
                curl -i -u agent@example.com:123456 {api}/api/offlinemessages/
              400  a page number below 1
                curl -i -u john@example.com:123456 '{api}/api/offlinemessages?page_no=-2'
              404  a message that the upstream does not have
                curl -i -u john@example.com:123456 {api}/api/offlinemessages/1

            The upstream's faults:

              502  the upstream shows an HTML error page
                curl -i -u john@example.com:123456 {api}/api/offlinemessages/9005
              504  the upstream is silent, for longer than 3 seconds
                curl -i -u john@example.com:123456 {api}/api/offlinemessages/9004
              200, 200  the upstream answers once, then fails: the stale page serves, Cache-Status has "detail=stale-if-error"
                for wait in 0 3; do sleep $wait; curl -i -u john@example.com:123456 '{api}/api/offlinemessages?page_no=9100'; done
              502, 503  ten calls of the list, most of them failed: its circuit opens, for 10 seconds the upstream is not asked
                for call in $(seq 15); do curl -s -o /dev/null -w '%{http_code} ' -u john@example.com:123456 '{api}/api/offlinemessages?page_no=9005'; done
              200  meanwhile the first page comes from the cache
                curl -i -u john@example.com:123456 {api}/api/offlinemessages/
              200  after 10 seconds the upstream is asked again
                sleep 10; curl -i -u john@example.com:123456 '{api}/api/offlinemessages?page_no=2'

            For operators:

              The state of both circuits: that of the details is "closed", because each route has a circuit of its own.
                curl -s {management}/actuator/prometheus | grep 'circuitbreaker_state{.*} 1'
              Health: "UP"
                curl -s {management}/actuator/health

            All faults, as messages (/9001) and as pages (?page_no=9001): 9001 reset, 9002 garbage, 9003 empty answer, 9004 slow,
            9005 an HTML error page, 9006 truncated, 9007 oversized, 9008 redirect, 9009 not JSON by its type, 9010 broken JSON,
            9011 another id, 9012 unavailable, 9013 dripping, 9100 well once; and 429 rate limit, after which both routes rest for
            7 seconds. While a circuit is open, or the upstream rests, each answer that is not cached is 503 with Retry-After.
            To try one fault after the other, start the sandbox with circuits that stay closed:

              ./mvnw spring-boot:test-run -Dspring-boot.run.arguments={closed}
            """;

    private static final String CLOSED = "--resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=1000";

    private Invitation() {}

    /** The text, with the addresses of the API and of the management port. */
    static String text(String api, String management) {
        return TEXT.replace("{api}", api).replace("{management}", management).replace("{closed}", CLOSED);
    }
}
