package io.offlinemessages.gateway.shared;

import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Tells all replicas what pages have shown, so that each compares it with its own details. A page that was loaded while the link was
 * lost is told to nobody, and of more than a thousand pages a minute the latest alone.
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

    /** Tells the page; false where nobody hears of it. */
    public Mono<Boolean> tell(ShownPage page, SharedTime time) {
        return Mono.defer(() -> {
            Call call = Call.of(Script.SHOW, names, names.only("shown"))
                    .with(bulletin.seal(Kind.SHOWN, page.write()), MOST);
            return link.run(call, time).map(Reply.Of.class::isInstance);
        });
    }

    /**
     * Opens a page, and passes it on where it is another replica's.
     *
     * @param since how long ago it was told
     * @param doubt by how much longer ago that may be
     * @return false where it does not open
     */
    boolean hear(byte[] sealed, Duration since, Duration doubt, SharedListener listener) {
        Optional<Bulletin.Opened> opened = bulletin.open(Kind.SHOWN, sealed);
        Optional<Bulletin.Opened> others = opened.filter(text -> !text.isOwn());
        others.flatMap(text -> ShownPage.read(text.text())).ifPresent(page -> listener.shown(page, since, doubt));
        return opened.isPresent();
    }
}
