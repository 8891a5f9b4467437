package io.offlinemessages.gateway.upstream;

import io.github.resilience4j.consumer.CircularEventConsumer;
import io.github.resilience4j.consumer.DefaultEventConsumerRegistry;

/**
 * Keeps none of Resilience4j's events. Its own registry keeps each instance's last hundred, for endpoints that the gateway does
 * not expose, in rings that every call would write to under a lock, on its event loop.
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
