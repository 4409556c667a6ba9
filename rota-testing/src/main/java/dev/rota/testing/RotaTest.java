package dev.rota.testing;

import dev.rota.Rota;
import dev.rota.RotaBuilder;
import dev.rota.job.ArgsCodec;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A Rota whose time stands still until a test moves it, and which works jobs in the test's own thread.
 *
 * <pre>{@code
 * try (RotaTest test = RotaTest.at(
 *         "2026-03-20T08:00:00Z",
 *         clock -> SqliteStore.open(file, SqliteSettings.DEFAULTS.clock(clock)),
 *         new JacksonCodec(),
 *         rota -> rota.handler(REMIND, reminders))) {
 *     long id = test.rota().job(REMIND, args).in(Duration.ofHours(2)).enqueue();
 *     test.advance(Duration.ofHours(2));
 *     test.assertThatJob(id).hasSucceeded();
 * }
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class RotaTest implements AutoCloseable {
    /** More rounds than this in one move mean that a job makes itself again without end. */
    private static final int MOST_ROUNDS = 100_000;

    private final TestClock clock;
    private final Rota rota;
    private final EventLog events = new EventLog();

    private RotaTest(TestClock clock, Rota rota) {
        this.clock = clock;
        this.rota = rota;
        rota.listen(events);
    }

    /**
     * A Rota on an empty store.
     *
     * @param start what the clock shows at first, as {@code 2026-03-20T08:00:00Z}
     * @param store makes the store, whose time is the clock it is given
     * @param codec how arguments are written
     * @param setUp adds handlers and settings
     * @throws java.time.format.DateTimeParseException if {@code start} has another form
     */
    public static RotaTest at(
            String start, Function<InstantSource, Store> store, ArgsCodec codec, Consumer<RotaBuilder> setUp) {
        TestClock clock = TestClock.at(start);
        RotaBuilder builder =
                Rota.builder(store.apply(clock), codec).clock(clock).owningStore();
        setUp.accept(builder);
        return new RotaTest(clock, builder.build());
    }

    public Rota rota() {
        return rota;
    }

    public TestClock clock() {
        return clock;
    }

    /** Works what is due now; says how many attempts were run. */
    public int runDue() {
        return rota.runDue();
    }

    /**
     * Moves the clock on: {@link #advanceTo} the time that it shows plus {@code by}.
     *
     * @param by zero or longer
     * @return how many attempts were run
     */
    public int advance(Duration by) {
        return advanceTo(clock.instant().plus(by));
    }

    /**
     * Moves the clock to {@code target}, stopping at each instant at which something is due, and works what is due there.
     * Of more than 1,000 jobs that wait, it stops for the newest 1,000; the others are worked where it stops next.
     *
     * @param target not before what the clock shows
     * @return how many attempts were run
     * @throws IllegalStateException if there is no end to it: after 100,000 stops
     */
    public int advanceTo(Instant target) {
        int attempts = runDue();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Optional<Instant> next = nextDue().filter(at -> !at.isAfter(target));
            if (next.isEmpty()) {
                clock.set(target);
                return attempts + runDue();
            }
            clock.set(next.get());
            attempts += runDue();
        }
        throw new IllegalStateException("Still busy after " + MOST_ROUNDS + " rounds, at " + clock.instant()
                + ": does a job make itself again without end?");
    }

    /** Moves the clock to {@code target} without working anything: as if every worker had been down. */
    public void sleepUntil(Instant target) {
        clock.set(target);
    }

    /** When the next job or fire is due, after now. */
    private Optional<Instant> nextDue() {
        Instant now = clock.instant();
        Optional<Instant> job = rota
                .jobs()
                .list(Query.NEWEST
                        .states(JobState.SCHEDULED, JobState.RETRYING, JobState.BLOCKED)
                        .limit(1_000))
                .stream()
                .map(waiting -> waiting.times().dueAt())
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo);
        Optional<Instant> fire = rota.store().schedules().nextFireAt().filter(at -> at.isAfter(now));
        return job.isEmpty()
                ? fire
                : fire.isEmpty()
                        ? job
                        : job.filter(at -> at.isBefore(fire.get())).or(() -> fire);
    }

    /** What happened so far. */
    public EventLog events() {
        return events;
    }

    /** The jobs of a type, the newest first, 1,000 at the most. */
    public List<Job> jobs(String type) {
        return rota.jobs().list(Query.NEWEST.type(type).limit(1_000));
    }

    /** Begins to say what is expected of a job. */
    public JobAssert assertThatJob(long id) {
        return new JobAssert(rota.jobs(), id);
    }

    /** Closes the Rota and its store. */
    @Override
    public void close() {
        rota.close();
    }
}
