package io.offlinemessages.gateway.shared;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells the server, and so all replicas, what is evicted. What cannot be told now waits, and is told before the link is up again.
 */
public final class SharedEvictions {

    /** So many wait; beyond that all is evicted in their place. */
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

    /** Evicts everywhere; false where it is done here only for now, because the link is lost. */
    public Mono<Boolean> evict(Notice notice, SharedTime time) {
        return Mono.defer(() -> {
                    remember(notice);
                    return link.run(call(notice), time);
                })
                .map(reply -> isTold(notice, reply));
    }

    /** A step of each round: tells what waits. */
    Mono<Boolean> round(Line line) {
        return Flux.fromIterable(waiting())
                .concatMap(notice ->
                        line.run(call(notice), new SharedTime(line.timeout())).map(reply -> isTold(notice, reply)))
                .all(told -> told);
    }

    /** Whether the server has it now; then it waits no more. */
    private boolean isTold(Notice notice, Reply reply) {
        boolean told = reply instanceof Reply.Of;
        if (told) {
            forget(notice);
        }
        return told;
    }

    /**
     * Opens a notice, and passes it on where it is another replica's: this one's own were done here when they were told.
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
            // Those who wait for a load that has brought a 403 are still to hear that.
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
