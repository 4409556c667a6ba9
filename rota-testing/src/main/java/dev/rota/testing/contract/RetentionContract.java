package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLevel;
import dev.rota.job.LogLine;
import dev.rota.job.NewJob;
import dev.rota.job.UniqueKey;
import dev.rota.store.AttemptNotes;
import dev.rota.store.JobStore.Retention;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What retention deletes, and what it leaves. */
public abstract class RetentionContract extends StoreContract {
    /** More than the day by which a store may be late, because it deletes whole days. */
    private static final Duration LONG_AFTER = Duration.ofDays(13);

    private static final Retention TEN_DAYS =
            new Retention(Duration.ofDays(10), Duration.ofDays(10), Duration.ofDays(10));

    protected RetentionContract(ContractStore fixture) {
        super(fixture);
    }

    private void prune(Retention retention) {
        for (int round = 0; store.jobs().prune(retention, 1000) > 0; round++) {
            assertThat(round).as("rounds of pruning, which must come to an end").isLessThan(100);
        }
    }

    private long ended(Transition transition) {
        Job job = running(worker());
        store.jobs()
                .appendLog(List.of(new AttemptNotes.LogNote(
                        job.id(),
                        job.lease(),
                        List.of(new LogLine(1, job.lease(), clock.instant(), LogLevel.INFO, "hello")))));
        end(job, transition);
        return job.id();
    }

    private boolean exists(long id) {
        return store.archive().find(id).isPresent();
    }

    @Test
    void nothing_is_deleted_from_an_empty_store() {
        assertThat(store.jobs().prune(TEN_DAYS, 1000)).isZero();
    }

    @Test
    void finished_jobs_are_deleted_after_their_time_with_all_that_is_kept_of_them() {
        List<Long> ids = List.of(ended(SUCCEED), ended(new Transition.Cancel("not wanted")), ended(fail()));
        clock.advance(LONG_AFTER);
        prune(TEN_DAYS);
        for (long id : ids) {
            assertThat(exists(id)).isFalse();
            assertThat(store.archive().attempts(id)).isEmpty();
            assertThat(store.archive().log(id, 0, 10)).isEmpty();
        }
    }

    @Test
    void finished_jobs_are_kept_until_their_time_has_come() {
        List<Long> ids = List.of(ended(SUCCEED), ended(new Transition.Cancel("not wanted")), ended(fail()));
        clock.advance(Duration.ofDays(10).minusSeconds(1));
        prune(TEN_DAYS);
        for (long id : ids) {
            assertThat(exists(id)).isTrue();
            assertThat(store.archive().log(id, 0, 10)).hasSize(1);
            assertThat(store.archive().attempts(id)).hasSize(1);
        }
    }

    @Test
    void failed_jobs_have_a_retention_of_their_own() {
        long succeeded = ended(SUCCEED);
        long failed = ended(fail());
        clock.advance(LONG_AFTER);
        prune(new Retention(Duration.ofDays(10), Duration.ofDays(60), Duration.ofDays(10)));
        assertThat(exists(succeeded)).isFalse();
        assertThat(exists(failed)).isTrue();
        assertThat(store.archive().attempts(failed)).hasSize(1);
        assertThat(store.archive().log(failed, 0, 10)).hasSize(1);
    }

    @Test
    void the_time_counts_from_the_finish_and_not_from_the_beginning() {
        Job job = running(worker());
        clock.advance(LONG_AFTER);
        end(job, SUCCEED);
        prune(TEN_DAYS);
        assertThat(exists(job.id())).isTrue();
    }

    @Test
    void live_jobs_are_never_deleted_however_old() {
        long worker = worker();
        Job retrying = running(worker);
        end(retrying, retry(Duration.ofDays(300)));
        Job running = running(worker);
        List<Long> ids = List.of(
                retrying.id(),
                running.id(),
                enqueue(job()),
                enqueue(delayed(Duration.ofDays(300))),
                enqueue(job().exclusion(dev.rota.job.ExclusionKey.of("account"))));
        clock.advance(Duration.ofDays(200));
        prune(TEN_DAYS);
        assertThat(ids).allMatch(this::exists);
        assertThat(store.archive().attempts(retrying.id())).hasSize(1);
        end(running, SUCCEED);
        assertThat(state(running.id())).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void no_more_is_deleted_at_once_than_the_limit_allows_for_failed_jobs() {
        for (int i = 0; i < 5; i++) {
            ended(fail());
        }
        clock.advance(LONG_AFTER);
        store.jobs().prune(TEN_DAYS, 2);
        assertThat(store.archive().counts(100).get(JobState.FAILED)).isGreaterThanOrEqualTo(3L);
        prune(TEN_DAYS);
        assertThat(store.archive().counts(100).get(JobState.FAILED)).isZero();
    }

    @Test
    void a_key_that_a_finished_job_held_for_ever_is_free_once_the_job_is_deleted() {
        NewJob once = job().unique(UniqueKey.of("once").states(Set.of(JobState.values())));
        Job first = running(worker(), once);
        end(first, SUCCEED);
        clock.advance(Duration.ofDays(5));
        prune(TEN_DAYS);
        assertThat(put(once).fresh()).isFalse();
        clock.advance(LONG_AFTER);
        prune(TEN_DAYS);
        assertThat(put(once).fresh()).isTrue();
    }

    @Test
    void a_key_that_is_held_for_a_period_is_not_deleted_before_its_end() {
        NewJob yearly = job().unique(UniqueKey.of("yearly").period(Duration.ofDays(365)));
        Job first = running(worker(), yearly);
        end(first, SUCCEED);
        long live = put(job().unique(UniqueKey.of("live"))).id();
        clock.advance(Duration.ofDays(1));
        prune(TEN_DAYS);
        assertThat(put(yearly).fresh()).isFalse();
        assertThat(put(job().unique(UniqueKey.of("live"))).id()).isEqualTo(live);
    }

    @Test
    void a_key_that_is_held_for_a_period_outlives_the_deletion_of_its_job() {
        NewJob yearly = job().unique(UniqueKey.of("yearly").period(Duration.ofDays(365)));
        NewJob failing = job().unique(UniqueKey.of("failing").period(Duration.ofDays(365)));
        Job first = running(worker(), yearly);
        end(first, SUCCEED);
        Job second = running(worker(), failing);
        end(second, fail());
        clock.advance(LONG_AFTER);
        prune(TEN_DAYS);

        assertThat(exists(first.id())).isFalse();
        assertThat(exists(second.id())).isFalse();
        assertThat(put(yearly).fresh()).as("yearly, succeeded").isFalse();
        assertThat(put(failing).fresh()).as("yearly, failed").isFalse();
    }

    @Test
    void workers_that_are_gone_for_long_are_forgotten_and_living_ones_are_not() {
        long gone = worker("gone");
        store.workers().stop(gone);
        clock.advance(LONG_AFTER);
        long alive = worker("alive");
        prune(TEN_DAYS);
        assertThat(store.workers().list()).extracting(w -> w.id()).containsExactly(alive);
        assertThat(store.workers().heartbeat(alive).known()).isTrue();
    }
}
