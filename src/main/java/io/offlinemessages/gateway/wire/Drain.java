package io.offlinemessages.gateway.wire;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The first phase of a shutdown. For the configured delay the gateway keeps serving while readiness is already down, so
 * that load balancers notice. Each response of this phase closes its connection, so that clients reconnect to another
 * instance. After the delay the server stops listening and finishes the requests in flight.
 */
final class Drain implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final Duration delay;
    private volatile boolean draining;
    private volatile boolean running;

    Drain(DrainProperties properties) {
        this.delay = properties.delay();
    }

    /** Whether the stop signal has arrived, so that each response closes its connection. */
    boolean isDraining() {
        return draining;
    }

    @Override
    public void start() {
        draining = false;
        running = true;
    }

    @Override
    public void stop(Runnable stopped) {
        stop();
        if (delay.isZero()) {
            stopped.run();
            return;
        }
        LOG.info("Draining: unready, but serving for {} more.", InvalidProperty.shown(delay));
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(stopped);
    }

    @Override
    public void stop() {
        draining = true;
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
