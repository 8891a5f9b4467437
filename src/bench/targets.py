"""What is to be reached, and what was."""
import tables

THE_IMAGE = "image with AOT cache"


def table(found, start):
    rows = []
    for name, sign, target, reached in _all(found, start):
        known = reached is not None
        good = known and (reached >= target if sign == "≥" else reached <= target if sign == "≤" else reached == target)
        rows.append([name, f"{sign} {target:g}", f"{reached:.3f}".rstrip("0").rstrip(".") if known else "–", ("yes" if good else "no") if known else "not measured"])
    return tables.grid(["to reach", "target", "reached", ""], rows)


def _all(found, start):
    yield "hits, × HAProxy", "≥", 1.4, found.ratio("hit", "gateway", "haproxy")
    yield "hits of a thousand ids, × HAProxy", "≥", 1.3, found.ratio("hit-1000", "gateway", "haproxy")
    yield "hits that are traced, × HAProxy", "≥", 1.3, found.ratio("hit-traced", "gateway", "haproxy")
    yield "hits answered with 304, × HAProxy", "≥", 1.4, found.ratio("hit-304", "gateway", "haproxy")
    yield "hits over TLS, × HAProxy", "≥", 1, found.ratio("hit-tls", "gateway-tls", "haproxy-tls")
    yield "hits, × bare Netty", "≥", 1, found.ratio("hit", "gateway", "bare-netty")
    yield "p99 of hits, × HAProxy's", "≤", 1, found.ratio("hit", "gateway", "haproxy", "p99_us")
    yield "bytes of garbage a hit", "≤", 500, found.median("hit", "gateway", "garbage_bytes")
    yield "fresh page of the list, × HAProxy", "≥", 1.2, found.ratio("list-hit", "gateway-fresh-lists", "haproxy-fresh-lists")
    yield "list passed through, × plain Spring Cloud Gateway", "≥", 1.2, found.ratio("list", "gateway", "plain-gateway")
    yield "miss, × plain Spring Cloud Gateway", "≥", 2.5, found.ratio("miss", "gateway", "plain-gateway")
    yield "mix, × HAProxy", "≥", 0.8, found.ratio("mix", "gateway", "haproxy")
    yield "hits while wrong passwords arrive, × undisturbed", "≥", 0.9, found.median("wrong-passwords", "gateway", "share")
    bursts = found.rounds("collapse", "gateway")
    yield "10,000 misses at once: most calls to the origin", "=", 1, max((burst["origin_requests"] for burst in bursts), default=None)
    yield "10,000 misses at once: fewest answers with 200", "=", 10_000, min((burst["statuses"].get("200", 0) for burst in bursts), default=None)
    yield "first 200 from the image, × fat jar", "≤", 0.4, _image(start)


def _image(start):
    if not start or THE_IMAGE not in start["ways"]:
        return None
    return start["ways"][THE_IMAGE]["median"]["seconds"] / tables.fat_jar(start)
