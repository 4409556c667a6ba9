package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Rota;
import dev.rota.console.AuditLog;
import dev.rota.console.ConsoleStore;
import dev.rota.event.RotaEvent;
import dev.rota.job.Attempt.Outcome;
import dev.rota.job.DuplicateJobException;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.LogLine;
import dev.rota.job.NewJob;
import dev.rota.job.OnConflict;
import dev.rota.job.Progress;
import dev.rota.job.UniqueKey;
import dev.rota.schedule.Schedule;
import dev.rota.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What handlers can rely on, on any store: attempts, outcomes, notes. */
public abstract class EngineContract extends EngineFixture {
    protected EngineContract(ContractStore fixture) {
        super(fixture);
    }

    private Job job(Rota rota, long id) {
        return rota.jobs().find(id).orElseThrow();
    }

    private List<Outcome> outcomes(Rota rota, long id) {
        return rota.jobs().attempts(id).stream()
                .map(attempt -> attempt.outcome())
                .toList();
    }

    @Test
    void a_job_runs_and_is_kept_with_its_result() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> job.result("did " + args)));
        long id = rota.enqueue(WORK, "it");

        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

        assertThat(job(rota, id).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job(rota, id).result()).isEqualTo("\"did it\"");
        assertThat(outcomes(rota, id)).containsExactly(Outcome.SUCCEEDED);
    }

    @Test
    void what_waits_when_a_worker_starts_is_begun_before_the_first_poll() {
        Rota rota = rota(with -> with.poll(Duration.ofHours(1)).handler(WORK, (args, job) -> {}));
        long id = rota.enqueue(WORK, "it");

        rota.start();

        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);
    }

    @Test
    void each_job_of_a_batch_is_begun_at_its_own_instant_however_rare_the_polls() {
        Rota rota = start(with -> with.poll(Duration.ofHours(1)).handler(WORK, (args, job) -> {}));
        Instant now = store.now();
        rota.enqueueAll(Stream.of(100, 400, 700)
                .map(millis -> rota.job(WORK, "late").at(now.plusMillis(millis)))
                .toList());

        log.await(RotaEvent.Succeeded.class, event -> true, 3);
    }

    @Test
    void what_is_enqueued_with_the_bare_type_is_run_as_its_handlers_type_says() {
        Rota rota = rota(with -> with.handler(WORK.queue("own").priority(7), (args, job) -> {}));
        JobType<String> bare = JobType.of(WORK.name(), String.class);
        rota.schedules().put(Schedule.every("bare", Duration.ofDays(1)).runs(bare, "x"));

        long one = rota.enqueue(bare, "x");
        long many = rota.enqueueAll(bare, Stream.of("x")).get(0);
        long fired = Objects.requireNonNull(
                rota.schedules().runNow("bare", "ana").orElseThrow().jobId());
        long other = rota.enqueue(bare.queue("other"), "x");
        long unknown = rota.enqueue(JobType.of("engine.unknown", String.class), "x");

        assertThat(List.of(one, many, fired)).allSatisfy(id -> {
            NewJob request = job(rota, id).request();
            assertThat(request.queue()).isEqualTo("own");
            assertThat(request.priority()).isEqualTo(7);
            assertThat(request.maxAttempts()).isEqualTo(3);
        });
        assertThat(job(rota, other).queue()).isEqualTo("other");
        assertThat(job(rota, other).request().priority()).isEqualTo(7);
        assertThat(job(rota, unknown).queue()).isEqualTo("default");
    }

    @Test
    void a_failure_is_retried_and_its_attempts_are_kept() {
        AtomicInteger runs = new AtomicInteger();
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            if (runs.incrementAndGet() < 3) {
                throw new IllegalStateException("run " + runs.get());
            }
        }));
        long id = rota.enqueue(WORK, "x");

        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

        assertThat(outcomes(rota, id)).containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.SUCCEEDED);
        assertThat(rota.jobs().attempts(id).get(1).error()).hasFieldOrPropertyWithValue("message", "run 2");
        assertThat(log.of(RotaEvent.Retrying.class)).hasSize(2);
    }

    @Test
    void a_failed_job_that_is_retried_by_hand_keeps_its_earlier_attempts() {
        AtomicInteger runs = new AtomicInteger();
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            if (runs.incrementAndGet() <= 3) {
                throw new IllegalStateException("no");
            }
        }));
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.Failed.class, event -> event.jobId() == id);

        rota.jobs().retry(id, "ana");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

        assertThat(outcomes(rota, id))
                .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.FAILED, Outcome.SUCCEEDED);
    }

    @Test
    void a_handler_asks_for_what_it_wants() {
        AtomicInteger snoozed = new AtomicInteger();
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            switch (args) {
                case "snooze" -> {
                    if (snoozed.getAndIncrement() == 0) {
                        throw job.snooze(Duration.ofMillis(1), "not yet");
                    }
                }
                case "cancel" -> throw job.cancel("nobody wants it");
                case "retry" -> throw job.retryIn(Duration.ofMillis(1), "again");
                default -> throw job.fail("never");
            }
        }));
        long snooze = rota.enqueue(WORK, "snooze");
        long cancel = rota.enqueue(WORK, "cancel");
        long retry = rota.enqueue(WORK, "retry");
        long fail = rota.enqueue(WORK, "fail");

        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == snooze);
        log.await(RotaEvent.Cancelled.class, event -> event.jobId() == cancel);
        log.await(RotaEvent.Failed.class, event -> event.jobId() == retry);
        log.await(RotaEvent.Failed.class, event -> event.jobId() == fail);

        assertThat(outcomes(rota, snooze)).containsExactly(Outcome.SNOOZED, Outcome.SUCCEEDED);
        assertThat(job(rota, snooze).attempt()).isEqualTo(1);
        assertThat(job(rota, cancel).reason()).isEqualTo("nobody wants it");
        assertThat(outcomes(rota, retry)).containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.FAILED);
        assertThat(outcomes(rota, fail)).containsExactly(Outcome.FAILED);
    }

    @Test
    void notes_of_an_attempt_are_kept_and_read_by_the_next() {
        List<String> seen = new ArrayList<>();
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            seen.add(job.checkpoint(String.class).orElse("nothing"));
            job.progress().total(10);
            job.progress().ok(7);
            job.progress().failed();
            job.log().info("attempt " + job.attempt());
            job.checkpoint("page " + job.attempt());
            if (job.attempt() == 1) {
                throw new IllegalStateException("no");
            }
        }));
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

        assertThat(seen).containsExactly("nothing", "page 1");
        assertThat(job(rota, id).progress()).isEqualTo(new Progress(7, 1, 10L, null));
        assertThat(rota.jobs().log(id, 0, 100)).extracting(LogLine::text).containsExactly("attempt 1", "attempt 2");
    }

    @Test
    void a_running_job_is_told_that_it_is_cancelled() {
        CountDownLatch begun = new CountDownLatch(1);
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            begun.countDown();
            new CountDownLatch(1).await();
        }));
        long id = rota.enqueue(WORK, "x");
        await(begun);

        rota.jobs().cancel(id, "ana", "a mistake");
        log.await(RotaEvent.Cancelled.class, event -> event.jobId() == id);

        assertThat(job(rota, id).state()).isEqualTo(JobState.CANCELLED);
        assertThat(job(rota, id).reason()).contains("a mistake");
    }

    @Test
    void one_can_see_where_a_running_job_is_in_its_code() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            begun.countDown();
            goOn.await();
        }));
        long id = rota.enqueue(WORK, "x");
        await(begun);

        assertThat(rota.jobs().stack(id).orElseThrow())
                .anyMatch(frame -> frame.getClassName().startsWith(EngineContract.class.getName()));
        goOn.countDown();
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);
        assertThat(rota.jobs().stack(999_999)).isEmpty();
    }

    @Test
    void an_attempt_that_takes_too_long_is_interrupted_and_counts_as_failed() {
        JobType<String> quick = WORK.maxAttempts(1).timeout(Duration.ofMillis(100));
        Rota rota = start(with -> with.handler(quick, (args, job) -> new CountDownLatch(1).await()));
        long id = rota.enqueue(quick, "x");

        RotaEvent.Failed failed = log.await(RotaEvent.Failed.class, event -> event.jobId() == id);

        assertThat(failed.error().message()).contains("longer than its timeout of PT0.1S");
    }

    @Test
    void a_handler_that_heeds_nothing_does_not_keep_its_slot() {
        JobType<String> deaf = WORK.maxAttempts(1).timeout(Duration.ofMillis(50));
        CountDownLatch never = new CountDownLatch(1);
        Rota rota = start(with -> with.slots(1).handler(deaf, (args, job) -> {
            if (args.equals("deaf")) {
                boolean open = false;
                while (!open) {
                    try {
                        never.await();
                        open = true;
                    } catch (InterruptedException e) {
                        open = false;
                    }
                }
            }
        }));
        long stuck = rota.enqueue(deaf, "deaf");
        log.await(RotaEvent.Started.class, event -> event.jobId() == stuck);
        long next = rota.enqueue(WORK, "next");

        log.await(RotaEvent.Failed.class, event -> event.jobId() == stuck);
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == next);
        never.countDown();
    }

    @Test
    void one_bad_job_harms_only_itself() {
        JobType<Integer> number = JobType.of("engine.number", Integer.class).maxAttempts(1);
        JobType<String> asText = JobType.of("engine.number", String.class).maxAttempts(1);
        Rota rota = start(with -> with.handler(number, (args, job) -> {
                    if (args == 13) {
                        throw new StackOverflowError("deep");
                    }
                })
                .listener(event -> {
                    throw new IllegalStateException("a bad listener");
                }));
        long undecodable = rota.job(asText, "no number").enqueue();
        long error = rota.enqueue(number, 13);
        long good = rota.enqueue(number, 1);

        log.await(RotaEvent.Failed.class, event -> event.jobId() == undecodable);
        log.await(RotaEvent.Failed.class, event -> event.jobId() == error);
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == good);

        assertThat(job(rota, undecodable).reason()).contains("could not be read");
    }

    @Test
    void a_job_never_begins_before_its_time() {
        List<Duration> early = new ArrayList<>();
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            Instant now = store.now();
            if (now.isBefore(job.dueAt())) {
                early.add(Duration.between(now, job.dueAt()));
            }
        }));
        List<Long> ids = IntStream.range(0, 20)
                .mapToObj(
                        i -> rota.job(WORK, "x").in(Duration.ofMillis(20L * i)).enqueue())
                .toList();

        ids.forEach(id -> log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id));

        assertThat(early).isEmpty();
    }

    @Test
    void a_unique_key_is_held_while_its_job_is_live() {
        Rota rota = rota(with -> {});
        long first = rota.job(WORK, "x").unique("k").enqueue();

        assertThat(rota.job(WORK, "y").unique("k").enqueue()).isEqualTo(first);
        assertThatThrownBy(() -> rota.job(WORK, "z")
                        .unique(UniqueKey.of("k").onConflict(OnConflict.REJECT))
                        .enqueue())
                .isInstanceOf(DuplicateJobException.class)
                .hasMessageContaining("already has the unique key \"k\"");
    }

    @Test
    void many_threads_and_two_engines_run_each_job_once() {
        Set<String> done = ConcurrentHashMap.newKeySet();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(1_000);
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            done.add(args);
            runs.incrementAndGet();
            all.countDown();
        }));
        start(with -> with.handler(WORK, (args, job) -> {
            done.add(args);
            runs.incrementAndGet();
            all.countDown();
        }));

        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(t -> new Thread(() -> {
                    for (int i = 0; i < 125; i++) {
                        rota.enqueue(WORK, t + "/" + i);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        await(all);
        log.await(RotaEvent.Succeeded.class, event -> true, 1_000);

        assertThat(done).hasSize(1_000);
        assertThat(runs).hasValue(1_000);
    }

    @Test
    void old_entries_of_the_audit_are_deleted_by_the_engine() {
        AuditLog.Act act = AuditLog.Act.of("anna", AuditLog.Via.UI, "job.retry");
        try (Store then = fixture.another(InstantSource.offset(InstantSource.system(), Duration.ofDays(-11)))) {
            then.console().audit().append(List.of(act, act));
        }
        store.console().audit().append(act.target("job:1"));
        start(with -> with.retention(ConsoleStore.Retention.DEFAULTS.audit(Duration.ofDays(10))));

        log.await(RotaEvent.Pruned.class, event -> event.rows() == 2);

        assertThat(store.console().audit().list(AuditLog.Query.NEWEST))
                .extracting(AuditLog.Entry::act)
                .containsExactly(act.target("job:1"));
    }
}
