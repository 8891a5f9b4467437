package io.offlinemessages.gateway.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Conversations of all kinds of requests, made at random from a seed; each ends with a request that closes the connection. Odd fields
 * come three times running, because a head that comes again may be known.
 */
final class OddRequests {

    private static final String DETAIL = "/api/offlinemessages/744";
    private static final String PLAIN = "GET " + DETAIL + " HTTP/1.1";

    private static final List<String> LINES = List.of(
            "HEAD " + DETAIL + " HTTP/1.1",
            "GET /api/offlinemessages/740/ HTTP/1.1",
            "GET /api/offlinemessages/0744 HTTP/1.1",
            "GET /api/offlinemessages/%37%34%34 HTTP/1.1",
            "GET /%61pi/offlinemessages/744 HTTP/1.1",
            "GET " + DETAIL + "? HTTP/1.1",
            "GET " + DETAIL + "?page_no=%zz&a=%00#b HTTP/1.1",
            "GET " + DETAIL + "#fragment HTTP/1.1",
            "GET " + DETAIL + ";a=b HTTP/1.1",
            "GET /" + DETAIL + " HTTP/1.1",
            "GET /api//offlinemessages/744 HTTP/1.1",
            "GET /api/./offlinemessages/744 HTTP/1.1",
            "GET /api/offlinemessages/x/../744 HTTP/1.1",
            "GET http://gateway" + DETAIL + " HTTP/1.1",
            "GET api/offlinemessages/744 HTTP/1.1",
            "GET * HTTP/1.1",
            "GET / HTTP/1.1",
            "GET /api/offlinemessages/-14 HTTP/1.1",
            "GET /api/offlinemessages HTTP/1.1",
            "HEAD /api/offlinemessages/ HTTP/1.1",
            "GET /api/offlinemessages?page_no=0001 HTTP/1.1",
            "GET /api/offlinemessages/?a=b&page%5Fno=%32&c HTTP/1.1",
            "GET /api/offlinemessages/?page_no=2&page_no=2 HTTP/1.1",
            "GET /api/offlinemessages/?page_no=0 HTTP/1.1",
            "GET /openapi.yaml HTTP/1.1",
            "POST " + DETAIL + " HTTP/1.1",
            "OPTIONS " + DETAIL + " HTTP/1.1",
            "get " + DETAIL + " HTTP/1.1",
            "GET " + DETAIL + " HTTP/1.0",
            "GET " + DETAIL + " HTTP/1.2",
            "GET " + DETAIL + " HTTP/2.0",
            "GET " + DETAIL);

    private static final String JOHN = "Authorization: Basic " + RawConnection.credentials("john");

    private static final List<String> CREDENTIALS = List.of(
            "Authorization: Basic " + RawConnection.credentials("agent"),
            "authorization: basic   " + RawConnection.credentials("john"),
            "Authorization: Bearer " + RawConnection.credentials("john"),
            "Authorization: Basic !!!",
            JOHN + "\r\n" + JOHN,
            "X-No: credentials");

    /** Answered by the upstream or after a check of the password, not at once. */
    private static final List<String> SLOW = List.of(
            "GET /api/offlinemessages/9005 HTTP/1.1\r\n" + JOHN,
            "HEAD /api/offlinemessages/9005 HTTP/1.1\r\n" + JOHN,
            "GET /api/offlinemessages/?page_no=9005 HTTP/1.1\r\n" + JOHN,
            PLAIN + "\r\nAuthorization: Basic " + RawConnection.credentials("nobody"));

    private static final String HOST = "Host: gateway:8080";

    private static final List<String> HOSTS = List.of(
            "Host: 127.0.0.1",
            "Host: [::1]:8080",
            "Host: gate way",
            "Host: gateway:99999",
            "Host: gateway:",
            "Host: :8080",
            "Host: gate_way",
            "Host: user@gateway",
            "Host: gateway/x",
            "Host:",
            HOST + "\r\n" + HOST,
            "X-No: host");

    /** Each may bring content along, after an empty line. */
    private static final List<String> FIELDS = List.of(
            "Accept: application/json",
            "Accept: */*",
            "Accept: text/html, application/xhtml+xml;q=0.9",
            "Accept: application/json;q=0",
            "Accept: nonsense",
            "If-None-Match: ETAG",
            "If-None-Match: W/ETAG",
            "If-None-Match: \"other\", ETAG",
            "If-None-Match: \"other\"\r\nIf-None-Match: ETAG",
            "If-None-Match: *",
            "If-None-Match: \"other\"",
            "If-None-Match: nonsense, ETAG",
            "If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT",
            "If-Match: \"other\"",
            "Cache-Control: only-if-cached",
            "Cache-Control: no-cache, no-store",
            "Content-Length: 0",
            "Content-Length: 5\r\n\r\nhello",
            "Content-Length: 70000",
            "Content-Length: -1",
            "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: gzip",
            "Expect: 100-continue",
            "Expect: something",
            "Range: bytes=0-1",
            "Connection: keep-alive",
            "Connection: Keep-Alive, TE",
            "Connection: close",
            "Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Accept-Encoding: gzip, br",
            "Cookie: a=b",
            "Origin: http://elsewhere.example",
            "X-Forwarded-For: 203.0.113.1\r\nX-Forwarded-Host: elsewhere\r\nX-Forwarded-Prefix: /x",
            "Forwarded: for=203.0.113.1;host=elsewhere",
            "X-HTTP-Method-Override: DELETE",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "X-Request-Id: order-17",
            "X-Request-Id:  order-17 ",
            "X-Request-Id: order 17",
            "X-Request-Id: one\r\nX-Request-Id: two",
            "X-Long: " + "x".repeat(9_000),
            "Bad Name: x",
            "Folded: a\r\n b",
            "No-Colon",
            ": no name",
            "X-Nul: a\0b");

    private final Random random;
    private final String etag;

    OddRequests(long seed, String etag) {
        this.random = new Random(seed);
        this.etag = etag;
    }

    /** Each odd thing by itself between two plain requests, then so many conversations of several odd things. */
    List<String> conversations(int mixed) {
        var conversations = new ArrayList<String>();
        Stream.of(
                        LINES.stream().map(line -> request(line, HOST, JOHN, "")),
                        CREDENTIALS.stream().map(credentials -> request(PLAIN, HOST, credentials, "")),
                        HOSTS.stream().map(host -> request(PLAIN, host, JOHN, "")),
                        FIELDS.stream().map(field -> request(PLAIN, HOST, JOHN, field)))
                .flatMap(all -> all)
                .forEach(odd -> conversations.add(plain() + odd + plain() + last()));
        FIELDS.stream()
                .map(field -> request(PLAIN, HOST, JOHN, field))
                .forEach(odd -> conversations.add(odd + odd + odd + plain() + plain() + last()));
        SLOW.forEach(slow -> conversations.add(plain() + slow + "\r\n" + HOST + "\r\n\r\n" + plain() + last()));
        for (int i = 0; i < mixed; i++) {
            conversations.add(mixed());
        }
        return conversations;
    }

    private String mixed() {
        var conversation = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            conversation.append(request(
                    pick(0.4, LINES, PLAIN),
                    pick(0.04, HOSTS, HOST),
                    pick(0.1, CREDENTIALS, JOHN),
                    pick(0.4, FIELDS, "")));
        }
        return conversation.append(last()).toString();
    }

    private String pick(double chance, List<String> odd, String plain) {
        return random.nextDouble() < chance ? odd.get(random.nextInt(odd.size())) : plain;
    }

    private String plain() {
        return request(PLAIN, HOST, JOHN, "");
    }

    private String last() {
        return request(PLAIN, HOST, JOHN, "Connection: close");
    }

    private String request(String line, String host, String credentials, String more) {
        String head = line + "\r\n" + host + "\r\n" + credentials + "\r\n";
        String fields = more.replace("ETAG", etag);
        return head + (fields.isEmpty() ? "\r\n" : fields + (fields.contains("\r\n\r\n") ? "" : "\r\n\r\n"));
    }
}
