package io.offlinemessages.gateway.wire;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The first thing that stops: for the delay the gateway goes on serving, while readiness is down already, so that load balancers
 * have the time to notice. Each answer of that time closes its connection, so that callers come back somewhere else. Only then
 * does the server stop to listen and finish what is in flight.
 */
final class Drain implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final Duration delay;
    private volatile boolean draining;
    private volatile boolean running;

    Drain(DrainProperties properties) {
        this.delay = properties.delay();
    }

    /** Whether the signal to stop has come, so that each answer is to close its connection. */
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
