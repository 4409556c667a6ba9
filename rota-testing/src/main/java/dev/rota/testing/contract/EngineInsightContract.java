package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.console.Deploys;
import dev.rota.console.Deploys.Deploy;
import dev.rota.event.RotaEvent;
import dev.rota.job.FingerprintStrategy.Fingerprint;
import dev.rota.schedule.Schedule;
import dev.rota.store.Exchange;
import dev.rota.store.FailureStore.Group;
import dev.rota.store.FailureStore.Tab;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.RollupStore.By;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Point;
import dev.rota.store.RollupStore.Series;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore.Registration;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an engine leaves behind for those who look after it: figures, groups of failures, schedules without a code. */
public abstract class EngineInsightContract extends EngineFixture {
    private static final Duration DAY = Duration.ofDays(1);

    protected EngineInsightContract(ContractStore fixture) {
        super(fixture);
    }

    private Figures figures() {
        Instant now = store.now();
        List<Point> points =
                store.rollups().series(new Series(now.minus(DAY), now.plus(DAY), DAY, By.TYPE, WORK.name(), null));
        return points.stream().map(Point::figures).reduce(Figures.NONE, Figures::plus);
    }

    private static void work(String args) {
        if (args.startsWith("fail")) {
            throw new IllegalStateException("order " + args.substring(4) + " is bad");
        }
    }

    @Test
    void figures_are_written_at_the_latest_when_it_stops() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            job.progress().ok();
            work(args);
        }));
        rota.enqueueAll(WORK, List.of("a", "b", "fail1").stream());
        log.await(RotaEvent.Succeeded.class, event -> true, 2);
        log.await(RotaEvent.Failed.class, event -> true);
        rota.stop(Duration.ofSeconds(5));

        Figures figures = figures();
        assertThat(figures.enqueued()).isEqualTo(3);
        assertThat(figures.succeeded()).isEqualTo(2);
        assertThat(figures.retried()).isZero();
        assertThat(figures.failedAttempts()).isEqualTo(3);
        assertThat(figures.failed()).isEqualTo(1);
        assertThat(figures.items().succeeded()).isEqualTo(2);
        assertThat(figures.ran().count()).isEqualTo(5);
        assertThat(figures.waited().count()).isEqualTo(5);
        assertThat(store.rollups().usual(WORK.name())).isPresent();
    }

    @Test
    void a_round_of_work_writes_figures_too() {
        Rota rota = rota(with -> with.handler(WORK, (args, job) -> work(args)));
        rota.enqueue(WORK, "a");
        rota.runDue();
        rota.enqueue(WORK, "b");
        rota.runDue();

        assertThat(figures().succeeded()).isEqualTo(2);
    }

    @Test
    void jobs_of_schedules_are_enqueued_ones_too() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> work(args)));
        rota.schedules()
                .put(
                        Schedule.every("often", Duration.ofSeconds(1)).runs(WORK, "a"),
                        Schedule.every("daily", DAY).runs(WORK, "b"));
        log.await(RotaEvent.Enqueued.class, event -> "often".equals(event.schedule()));
        rota.schedules().remove("often");
        Instant now = store.now();
        rota.schedules().runNow("daily", "ana");
        rota.schedules().backfill("daily", rota.schedules().instants("daily", now.minus(DAY), now, 10), "ana");
        rota.enqueue(WORK, "c");
        rota.stop(Duration.ofSeconds(5));

        List<RotaEvent.Enqueued> told = log.of(RotaEvent.Enqueued.class);
        assertThat(told).extracting(RotaEvent.Enqueued::jobId).doesNotHaveDuplicates();
        assertThat(told)
                .extracting(RotaEvent.Enqueued::schedule)
                .filteredOn(schedule -> !"often".equals(schedule))
                .containsExactly("daily", "daily", null);
        assertThat(figures().enqueued()).isEqualTo(told.size());
    }

    @Test
    void one_engine_can_tell_where_the_job_of_another_is_in_its_code() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Rota working = start(with -> with.handler(WORK, (args, job) -> {
            begun.countDown();
            goOn.await();
        }));
        Rota asking = rota(with -> {});
        long id = asking.enqueue(WORK, "x");
        await(begun);

        assertThat(asking.jobs().stack(id)).isEmpty();
        assertThat(asking.jobs().stack(id, Duration.ofMinutes(1)).orElseThrow())
                .anyMatch(frame -> frame.contains(EngineInsightContract.class.getName()));
        assertThat(working.jobs().stack(id, Duration.ZERO).orElseThrow())
                .anyMatch(frame -> frame.contains(EngineInsightContract.class.getName()));
        goOn.countDown();
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);
        assertThat(asking.jobs().stack(id, Duration.ofMinutes(1))).contains(List.of());
    }

    @Test
    void a_worker_that_does_not_answer_is_not_waited_for_longer_than_asked() {
        long worker = store.workers()
                .register(new Registration("silent", "host", 1, "1", Map.of("*", 1), Set.of(WORK.name())));
        Rota asking = rota(with -> {});
        long id = asking.enqueue(WORK, "x");
        Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of("default"), false, 1);
        assertThat(store.jobs()
                        .exchange(new Exchange(worker, List.of(), List.of(request), Set.of()))
                        .claimed())
                .hasSize(1);

        assertThat(asking.jobs().stack(id, Duration.ofMillis(1))).isEmpty();
        assertThat(store.workers().requests(worker).stacks()).isEmpty();
    }

    @Test
    void versions_that_begin_to_work_are_kept_beyond_their_workers() {
        Deploys deploys = new Deploys(store.console().settings());
        start(with -> {});
        Rota old = start(with -> with.version("1.8"));
        awaitDeploys(deploys, 1);
        old.stop(Duration.ofSeconds(5));
        Rota next = start(with -> with.version("1.9 \"beta\" \\ 2"));
        awaitDeploys(deploys, 2);
        assertThat(deploys.begin("1.9 \"beta\" \\ 2", "another")).isFalse();
        next.stop(Duration.ofSeconds(5));
        start(with -> with.version("1.8"));
        awaitDeploys(deploys, 3);

        assertThat(deploys.list()).extracting(Deploy::version).containsExactly("1.8", "1.9 \"beta\" \\ 2", "1.8");
        assertThat(deploys.list()).extracting(Deploy::at).isSorted();
    }

    private static void awaitDeploys(Deploys deploys, int count) {
        while (deploys.list().size() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void failures_that_differ_in_numbers_alone_are_one_group() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> work(args)));
        rota.enqueueAll(WORK, List.of("fail17", "fail4711").stream());
        log.await(RotaEvent.Failed.class, event -> true, 2);

        List<Group> groups = store.failures().list(Tab.FAILED, null, 10);
        assertThat(groups).singleElement().satisfies(group -> {
            assertThat(group.occurrences()).isEqualTo(6);
            assertThat(group.stuck().failed()).isEqualTo(2);
            assertThat(group.sample().title()).isEqualTo("IllegalStateException at EngineInsightContract.work");
            assertThat(rota.jobs()
                            .search(Query.NEWEST.fingerprint(group.fingerprint()))
                            .jobs())
                    .hasSize(2);
        });
    }

    @Test
    void an_application_says_itself_which_failures_are_alike() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> work(args))
                .fingerprints((error, type) -> new Fingerprint(String.valueOf(error.getMessage()), "mine")));
        rota.enqueueAll(WORK, List.of("fail17", "fail4711").stream());
        log.await(RotaEvent.Failed.class, event -> true, 2);

        assertThat(store.failures().list(Tab.ALL, null, 10).stream().map(Group::fingerprint))
                .containsExactlyInAnyOrder("order 17 is bad", "order 4711 is bad");
        assertThat(store.failures()
                        .find("order 17 is bad")
                        .orElseThrow()
                        .sample()
                        .title())
                .isEqualTo("mine");
    }

    /** Arguments that are secret as a whole. */
    private static final class SecretCodec extends TextCodec {
        @Override
        public Set<String> secrets(String json, Class<?> type) {
            return Set.of(decode(json, String.class));
        }
    }

    @Test
    void what_is_secret_in_the_arguments_stands_in_no_error_and_no_log() {
        String secret = "hunter2 & Söhne";
        Rota rota = rota(
                store,
                new SecretCodec(),
                with -> with.handler(WORK, (args, job) -> {
                    job.log().info("Calling with " + args);
                    job.progress().label("as " + args);
                    String address = "https://example.org/?key=" + URLEncoder.encode(args, StandardCharsets.UTF_8);
                    switch (job.attempt()) {
                        case 1 -> throw new IllegalStateException("refused: " + args, new IOException("at " + address));
                        case 2 -> throw job.retryIn(Duration.ZERO, "busy with " + args);
                        default -> throw job.fail("never with " + args);
                    }
                }));
        long id = rota.enqueue(WORK, secret);
        rota.start();
        log.await(RotaEvent.Failed.class, event -> event.jobId() == id);

        String kept = rota.jobs().attempts(id) + " " + rota.jobs().log(id, 0, 10)
                + rota.jobs().find(id).orElseThrow().reason() + log.of(RotaEvent.Failed.class)
                + log.of(RotaEvent.Retrying.class) + store.failures().list(Tab.ALL, null, 10);
        assertThat(kept)
                .doesNotContain("hunter2")
                .contains("refused: •••", "key=•••", "busy with •••", "never with •••", "Calling with •••");
        assertThat(rota.jobs().find(id).orElseThrow().args()).isEqualTo("\"" + secret + "\"");
    }

    @Test
    void what_an_application_defines_no_more_when_it_starts_is_orphaned() {
        Schedule kept = Schedule.every("kept", DAY).runs(WORK, "a");
        Schedule dropped = Schedule.every("dropped", DAY).runs(WORK, "b");
        rota(with -> with.application("shop")).schedules().define(List.of(kept, dropped));
        rota(with -> with.application("bank")).schedules().define(List.of());
        Rota again = rota(with -> with.application("shop"));
        again.schedules().put(Schedule.every("loose", DAY).runs(WORK, "c"));
        again.schedules().define(List.of(kept));

        assertThat(again.schedules().list().stream()
                        .filter(schedule -> schedule.orphanedAt() != null)
                        .map(schedule -> schedule.name()))
                .containsExactly("dropped");
    }

    /** What dies with a worker is run again: it must not grow with the length of the queue. */
    @Test
    void jobs_that_end_at_once_are_written_as_fast_as_others_are_claimed() {
        int jobs = 12_000;
        AtomicInteger held = new AtomicInteger();
        AtomicInteger mostHeld = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(jobs);
        Store watched = HookedStore.of(store, (verb, args, proceed) -> {
            Object answer = proceed.call();
            if (answer instanceof Exchange.Answer given) {
                int finished = ((Exchange) args[0]).finishes().size();
                mostHeld.accumulateAndGet(held.addAndGet(given.claimed().size() - finished), Math::max);
            }
            return answer;
        });
        Rota rota = rota(watched, with -> with.slots(64).handler(WORK, (args, job) -> all.countDown()));
        rota.enqueueAll(WORK, Stream.generate(() -> "x").limit(jobs));
        rota.start();
        await(all);

        // In slots, claimed ahead, and ended while the others were claimed.
        assertThat(mostHeld).hasValueLessThanOrEqualTo(64 + 2_000 + 2_000);
    }
}
