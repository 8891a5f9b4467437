package io.offlinemessages.gateway.shared;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The evictions over all replicas, told through the server. While the server is unreachable they wait, and are told before the link is
 * up again.
 */
public final class SharedEvictions {

    /** The most evictions that wait; beyond that one eviction of everything replaces them. */
    private static final int MOST_WAITING = 1_000;

    private final Link link;
    private final KeyNames names;
    private final Bulletin bulletin;
    private final Set<Notice> waiting = new LinkedHashSet<>();

    SharedEvictions(Link link, KeyNames names, Bulletin bulletin) {
        this.link = link;
        this.names = names;
        this.bulletin = bulletin;
    }

    /** Evicts everywhere; false where the link is lost, so that only this replica evicts for now. */
    public Mono<Boolean> evict(Notice notice, SharedTime time) {
        return Mono.defer(() -> {
                    remember(notice);
                    return link.run(call(notice), time);
                })
                .map(reply -> isTold(notice, reply));
    }

    /** The step for a round: tells the waiting evictions. */
    Mono<Boolean> round(Line line) {
        return Flux.fromIterable(waiting())
                .concatMap(notice ->
                        line.run(call(notice), new SharedTime(line.timeout())).map(reply -> isTold(notice, reply)))
                .all(told -> told);
    }

    /** Whether the server has the notice; if so, it waits no longer. */
    private boolean isTold(Notice notice, Reply reply) {
        boolean told = reply instanceof Reply.Of;
        if (told) {
            forget(notice);
        }
        return told;
    }

    /**
     * Opens a notice, and passes it to the listener if it is another replica's; this replica applied its own when it told them.
     *
     * @return false where it does not open
     */
    boolean hear(byte[] sealed, SharedListener listener) {
        Optional<Bulletin.Opened> opened = bulletin.open(Kind.NOTICE, sealed);
        if (opened.isEmpty()) {
            return false;
        }
        if (opened.get().isOwn()) {
            return true;
        }
        Optional<Notice> notice = Notice.read(opened.get().text());
        notice.ifPresent(listener::evicted);
        return notice.isPresent();
    }

    private Call call(Notice notice) {
        String marks = names.only("marks");
        String notices = names.only("notices");
        byte[] sealed = bulletin.seal(Kind.NOTICE, Notice.write(notice));
        if (notice instanceof Notice.OfAnswer answer) {
            String stored = names.of(Kind.ANSWER, answer.request());
            String load = names.of(Kind.LOAD, answer.request());
            // Those that wait for a load that ended in a 403 still need its note, so it stays.
            Call call = answer.outdated()
                    ? Call.of(Script.EVICT, names, marks, notices, stored, load, names.of(Kind.NOTE, answer.request()))
                    : Call.of(Script.EVICT, names, marks, notices, stored, load);
            return call.with(sealed);
        }
        return Call.of(Script.EVICT, names, marks, notices).with(sealed).with(marks(notice));
    }

    private List<String> marks(Notice notice) {
        if (notice instanceof Notice.OfId id) {
            return List.of(names.markOf(id.id()), names.markOfPages());
        }
        if (notice instanceof Notice.OfPage page) {
            return List.of(names.markOf(page.page()));
        }
        if (notice instanceof Notice.OfAccount account) {
            return List.of(names.markOf(account.account()));
        }
        return List.of(names.markOfAll());
    }

    private synchronized void remember(Notice notice) {
        if (waiting.size() >= MOST_WAITING) {
            waiting.clear();
            waiting.add(new Notice.OfAll());
        }
        waiting.add(notice);
    }

    private synchronized void forget(Notice notice) {
        waiting.remove(notice);
    }

    private synchronized List<Notice> waiting() {
        return new ArrayList<>(waiting);
    }
}
