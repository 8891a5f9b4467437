package io.offlinemessages.gateway.upstream;

import io.github.resilience4j.consumer.CircularEventConsumer;
import io.github.resilience4j.consumer.DefaultEventConsumerRegistry;

/**
 * A registry of Resilience4j's event consumers that discards all events. The default one keeps the last hundred of each instance, for
 * endpoints that the gateway does not expose, in ring buffers that every call would write under a lock on its event loop.
 */
final class DiscardedEvents<E> extends DefaultEventConsumerRegistry<E> {

    @Override
    public CircularEventConsumer<E> createEventConsumer(String id, int bufferSize) {
        return new Discarding<>();
    }

    private static final class Discarding<E> extends CircularEventConsumer<E> {

        Discarding() {
            super(1);
        }

        @Override
        public void consumeEvent(E event) {}
    }
}
