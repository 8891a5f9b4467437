package io.offlinemessages.gateway.shared;

import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * The pages over all replicas: each replica tells the rows of its pages, and the others compare them with their details. A page loaded
 * while the link is lost is not told; of more than a thousand pages a minute only the latest are.
 */
public final class SharedPages {

    private static final int MOST = 1_000;

    private final Link link;
    private final KeyNames names;
    private final Bulletin bulletin;

    SharedPages(Link link, KeyNames names, Bulletin bulletin) {
        this.link = link;
        this.names = names;
        this.bulletin = bulletin;
    }

    /** Tells the page; false where the link is lost. */
    public Mono<Boolean> tell(ShownPage page, SharedTime time) {
        return Mono.defer(() -> {
            Call call = Call.of(Script.SHOW, names, names.only("shown"))
                    .with(bulletin.seal(Kind.SHOWN, page.write()), MOST);
            return link.run(call, time).map(Reply.Of.class::isInstance);
        });
    }

    /**
     * Opens a page, and passes it to the listener if it is another replica's.
     *
     * @param since the time since it was told
     * @param doubt how much longer ago its load may have ended
     * @return false where it does not open
     */
    boolean hear(byte[] sealed, Duration since, Duration doubt, SharedListener listener) {
        Optional<Bulletin.Opened> opened = bulletin.open(Kind.SHOWN, sealed);
        Optional<Bulletin.Opened> others = opened.filter(text -> !text.isOwn());
        others.flatMap(text -> ShownPage.read(text.text())).ifPresent(page -> listener.shown(page, since, doubt));
        return opened.isPresent();
    }
}
