package io.offlinemessages.gateway.interleaving;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One order in which actors take turns, made from a seed. Exactly one actor runs at a time, from one pause to its next, each on a
 * thread of its own; who goes on at a pause is drawn from the seed. So equal seeds give equal runs. A pause must not stand where a
 * lock is held.
 */
public final class Interleaving {

    private static final long PATIENCE_SECONDS = 60;
    private static final int SHOWN_TURNS = 400;
    private static final ThreadLocal<Actor> RUNNING = new ThreadLocal<>();

    private final Random random;
    private final ExecutorService threads;
    private final List<Actor> actors = new ArrayList<>();
    private final List<String> turns = new ArrayList<>();
    private final Semaphore paused = new Semaphore(0);

    private Interleaving(long seed, ExecutorService threads) {
        this.random = new Random(seed);
        this.threads = threads;
    }

    /**
     * Plays a scenario with the seeds 1, 2, … and fails with the seed and the turns of the first run that fails.
     * {@code -Dinterleaving.seed=…} plays one seed alone.
     */
    public static void explore(int runs, Consumer<Interleaving> scenario) {
        ExecutorService threads = Executors.newCachedThreadPool();
        Long only = Long.getLong("interleaving.seed");
        try {
            for (long seed = only == null ? 1 : only; seed <= (only == null ? runs : only); seed++) {
                var interleaving = new Interleaving(seed, threads);
                try {
                    scenario.accept(interleaving);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("with -Dinterleaving.seed=" + seed + ", after " + interleaving.turns(), e);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** The source of all chance; for the scenario while it prepares, and then for whoever has the turn. */
    public Random random() {
        return random;
    }

    /** Adds an actor. */
    public void actor(String name, Runnable part) {
        actors.add(new Actor(name, part));
    }

    /** Adds an actor that takes a step so many times, and lets others go first after each. */
    public void actor(String name, int times, Runnable step) {
        actor(name, () -> {
            for (int i = 0; i < times; i++) {
                step.run();
                pause("step " + i);
            }
        });
    }

    /** Lets others go first, as the seed says; the place is for the report. Does nothing where no actor runs. */
    public void pause(String place) {
        Actor actor = RUNNING.get();
        if (actor != null) {
            actor.pause(place);
        }
    }

    /** Whether nobody but the one who asks has anything left to do. */
    public boolean othersHaveEnded() {
        return actors.stream().allMatch(actor -> actor.ended || actor == RUNNING.get());
    }

    /** Plays until all actors have ended. */
    public void run() {
        actors.forEach(actor -> threads.execute(actor::play));
        var waiting = new ArrayList<>(actors);
        while (!waiting.isEmpty()) {
            Actor next = waiting.get(random.nextInt(waiting.size()));
            turns.add(next.name + '@' + next.place);
            next.turn.release();
            acquire(paused);
            if (next.failure != null) {
                throw new AssertionError(next.name + " failed", next.failure);
            }
            if (next.ended) {
                waiting.remove(next);
            }
        }
    }

    private String turns() {
        int unseen = Math.max(0, turns.size() - SHOWN_TURNS);
        return (unseen == 0 ? "" : "(" + unseen + " turns) ") + String.join(" ", turns.subList(unseen, turns.size()));
    }

    private static void acquire(Semaphore semaphore) {
        try {
            if (!semaphore.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("an actor is stuck: it waits for another one");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class Actor {

        private final String name;
        private final Runnable part;
        private final Semaphore turn = new Semaphore(0);
        private volatile String place = "start";
        private volatile boolean ended;
        private volatile @Nullable Throwable failure;

        Actor(String name, Runnable part) {
            this.name = name;
            this.part = part;
        }

        void play() {
            RUNNING.set(this);
            try {
                acquire(turn);
                part.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                ended = true;
                RUNNING.remove();
                paused.release();
            }
        }

        void pause(String where) {
            place = where;
            paused.release();
            acquire(turn);
        }
    }
}
