package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.rota.job.DuplicateJobException;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.job.OnConflict;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobStore.Change;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** At most one job of a type holds a unique key. */
public abstract class UniqueKeyContract extends StoreContract {
    private static final UniqueKey KEY = UniqueKey.of("welcome-42");
    private static final Duration HOUR = Duration.ofHours(1);

    protected UniqueKeyContract(ContractStore fixture) {
        super(fixture);
    }

    private static NewJob keyed() {
        return job().unique(KEY);
    }

    private static NewJob counting(JobState... states) {
        return job().unique(KEY.states(Set.of(states)));
    }

    private void assertHeldBy(long id) {
        assertHeldBy(id, keyed());
    }

    private void assertHeldBy(long id, NewJob second) {
        Enqueued enqueued = put(second);
        assertThat(enqueued.id()).as("the job that holds the key").isEqualTo(id);
        assertThat(enqueued.fresh()).isFalse();
    }

    private void assertFree() {
        assertThat(put(keyed()).fresh()).as("the key is free").isTrue();
    }

    @Test
    void a_second_job_is_not_enqueued_and_the_first_is_named() {
        Enqueued first = put(keyed());
        Enqueued second = put(keyed());
        assertThat(first.fresh()).isTrue();
        assertThat(second.fresh()).isFalse();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(claim(worker(), 10)).hasSize(1);
    }

    @Test
    void the_same_key_of_another_type_is_another_key() {
        put(keyed());
        assertThat(put(NewJob.of(OTHER_TYPE, "{}").unique(KEY)).fresh()).isTrue();
    }

    @Test
    void jobs_of_one_batch_with_the_same_key_are_one_job() {
        List<Enqueued> enqueued = store.jobs().enqueue(List.of(keyed(), job(), keyed()));
        assertThat(enqueued).extracting(Enqueued::fresh).containsExactly(true, true, false);
        assertThat(enqueued.get(2).id()).isEqualTo(enqueued.get(0).id());
    }

    @Test
    void a_key_is_held_through_every_live_state() {
        long worker = worker();
        long id = put(keyed().when(NewJob.When.in(HOUR))).id();
        assertThat(put(keyed()).id()).as("while scheduled").isEqualTo(id);
        store.jobs().runNow(id, "ann");
        assertThat(put(keyed()).id()).as("while queued").isEqualTo(id);
        Job first = claimOne(worker);
        assertThat(put(keyed()).id()).as("while running").isEqualTo(id);
        end(first, retry(HOUR));
        assertThat(put(keyed()).id()).as("while retrying").isEqualTo(id);
        clock.advance(HOUR);
        end(claimOne(worker), new Transition.Park("no handler"));
        assertThat(state(id)).isEqualTo(JobState.BLOCKED);
        assertThat(put(keyed()).id()).as("while blocked").isEqualTo(id);
    }

    @Test
    void a_key_is_free_once_its_job_has_succeeded() {
        end(running(worker(), keyed()), SUCCEED);
        assertFree();
    }

    @Test
    void a_key_is_free_once_its_job_has_failed() {
        end(running(worker(), keyed()), fail());
        assertFree();
    }

    @Test
    void a_key_is_free_once_its_job_is_cancelled() {
        store.jobs().cancel(enqueue(keyed()), "ann", "not wanted");
        assertFree();
    }

    @Test
    void a_key_is_free_once_its_job_has_cancelled_itself() {
        end(running(worker(), keyed()), new Transition.Cancel("nothing to do"));
        assertFree();
    }

    @Test
    void only_the_states_that_were_named_hold_a_key() {
        long worker = worker();
        NewJob untilItRuns = counting(JobState.SCHEDULED, JobState.QUEUED);
        Job first = running(worker, untilItRuns);
        Enqueued second = put(untilItRuns);
        assertThat(second.fresh()).isTrue();
        end(first, SUCCEED);
        assertHeldBy(second.id(), untilItRuns);
    }

    @Test
    void a_final_state_may_hold_a_key() {
        long worker = worker();
        NewJob once = counting(JobState.QUEUED, JobState.RUNNING, JobState.SUCCEEDED);
        Job first = running(worker, once);
        end(first, SUCCEED);
        assertHeldBy(first.id(), once);
        assertThat(store.jobs().delete(first.id(), "ann")).isEqualTo(Change.DONE);
        assertThat(put(once).fresh()).as("free after the job was deleted").isTrue();
    }

    @Test
    void a_key_is_held_for_its_period_though_its_job_was_deleted() {
        NewJob daily = job().unique(KEY.period(HOUR));
        Job first = running(worker(), daily);
        end(first, SUCCEED);
        assertThat(store.jobs().delete(first.id(), "ann")).isEqualTo(Change.DONE);
        assertHeldBy(first.id(), daily);
        clock.advance(HOUR.plusMillis(1));
        assertThat(put(daily).fresh()).isTrue();
    }

    @Test
    void a_failed_job_may_hold_its_key() {
        NewJob once = counting(JobState.QUEUED, JobState.RUNNING, JobState.FAILED);
        Job first = running(worker(), once);
        end(first, fail());
        assertHeldBy(first.id(), once);
        store.jobs().cancel(first.id(), "ann", "not wanted");
        assertThat(put(once).fresh()).as("free after the job was cancelled").isTrue();
    }

    @Test
    void a_due_job_counts_as_queued_and_as_what_it_was() {
        long queued = put(counting(JobState.QUEUED).when(NewJob.When.in(HOUR))).id();
        long scheduled = put(NewJob.of(OTHER_TYPE, "{}")
                        .unique(KEY.states(EnumSet.of(JobState.SCHEDULED)))
                        .when(NewJob.When.in(HOUR)))
                .id();
        clock.advance(HOUR);
        assertHeldBy(queued);
        assertThat(put(NewJob.of(OTHER_TYPE, "{}").unique(KEY)).id()).isEqualTo(scheduled);
    }

    @Test
    void a_scheduled_job_whose_key_counts_when_queued_does_not_hold_it_yet() {
        put(counting(JobState.QUEUED).when(NewJob.When.in(HOUR)));
        assertFree();
    }

    @Test
    void a_key_with_a_period_outlives_its_job() {
        NewJob hourly = job().unique(KEY.period(HOUR));
        Job first = running(worker(), hourly);
        end(first, SUCCEED);
        clock.advance(HOUR.minusSeconds(1));
        assertHeldBy(first.id(), hourly);
        clock.advance(Duration.ofSeconds(1));
        assertThat(put(hourly).fresh()).as("free after the period").isTrue();
    }

    @Test
    void a_period_ends_even_while_its_job_waits() {
        long first = put(job().unique(KEY.period(HOUR))).id();
        clock.advance(HOUR);
        Enqueued second = put(keyed());
        assertThat(second.fresh()).isTrue();
        long worker = worker();
        Job claimed = claim(worker, 1).get(0);
        assertThat(claimed.id()).isEqualTo(first);
        end(claimed, SUCCEED);
        assertHeldBy(second.id());
    }

    @Test
    void keep_leaves_the_existing_job_as_it_is() {
        long id = put(keyed()).id();
        Job before = find(id);
        put(NewJob.of(TYPE, "{\"n\":2}").priority(-5).unique(KEY.onConflict(OnConflict.KEEP)));
        assertThat(find(id)).isEqualTo(before);
    }

    @Test
    void replace_gives_a_waiting_job_the_new_arguments_and_not_the_new_time() {
        long id = put(keyed().when(NewJob.When.in(HOUR))).id();
        Enqueued second = put(
                NewJob.of(TYPE.version(2, args -> args), "{\"n\":2}").unique(KEY.onConflict(OnConflict.REPLACE_ARGS)));
        assertThat(second.id()).isEqualTo(id);
        assertThat(second.fresh()).isFalse();
        Job job = find(id);
        assertThat(job.args()).isEqualTo("{\"n\":2}");
        assertThat(job.request().version()).isEqualTo(2);
        assertThat(job.times().dueAt()).isEqualTo(START.plus(HOUR));
        assertThat(job.state()).isEqualTo(JobState.SCHEDULED);
    }

    @Test
    void replace_reaches_blocked_and_retrying_jobs() {
        NewJob replacing = NewJob.of(TYPE, "{\"n\":2}").unique(KEY.onConflict(OnConflict.REPLACE_ARGS));
        long blocked = put(keyed().exclusion(ExclusionKey.of("account"))).id();
        put(replacing);
        assertThat(find(blocked).args()).isEqualTo("{\"n\":2}");
        store.jobs().cancel(blocked, "ann", "not wanted");
        Job retrying = running(worker(), keyed());
        end(retrying, retry(HOUR));
        put(replacing);
        assertThat(find(retrying.id()).args()).isEqualTo("{\"n\":2}");
    }

    @Test
    void replace_leaves_a_running_job_alone() {
        Job running = running(worker(), keyed());
        assertHeldBy(running.id(), NewJob.of(TYPE, "{\"n\":2}").unique(KEY.onConflict(OnConflict.REPLACE_ARGS)));
        assertThat(find(running.id()).args()).isEqualTo("{}");
    }

    @Test
    void the_last_of_a_batch_replaces_the_arguments_of_the_first() {
        NewJob second = NewJob.of(TYPE, "{\"n\":2}").unique(KEY.onConflict(OnConflict.REPLACE_ARGS));
        List<Long> ids = enqueueAll(List.of(keyed(), second));
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
        assertThat(find(ids.get(0)).args()).isEqualTo("{\"n\":2}");
    }

    @Test
    void reject_names_the_existing_job_and_enqueues_nothing_of_the_batch() {
        long id = put(keyed()).id();
        NewJob rejecting = keyed().unique(KEY.onConflict(OnConflict.REJECT));
        assertThatThrownBy(() -> store.jobs().enqueue(List.of(job(), rejecting, job())))
                .asInstanceOf(type(DuplicateJobException.class))
                .extracting(DuplicateJobException::existingJobId)
                .isEqualTo(id);
        assertThat(ids(claim(worker(), 10))).containsExactly(id);
    }

    @Test
    void reject_lets_the_first_job_pass() {
        assertThat(put(job().unique(KEY.onConflict(OnConflict.REJECT))).fresh()).isTrue();
    }

    @Test
    void the_key_of_a_transaction_that_fails_is_free() {
        assertThatThrownBy(() -> store.transaction(connection -> {
                    store.jobs().enqueue(connection, List.of(keyed()));
                    throw new IllegalStateException("the application's own work failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertFree();
    }

    @Test
    void threads_that_enqueue_one_key_together_make_one_job() {
        ConcurrentLinkedQueue<Enqueued> enqueued = new ConcurrentLinkedQueue<>();
        Threads.together(8, thread -> {
            for (int i = 0; i < 10; i++) {
                NewJob one = job().unique(UniqueKey.of("key-" + i));
                enqueued.add(Threads.insisting(
                        () -> store.jobs().enqueue(List.of(one)).get(0)));
            }
        });
        assertThat(enqueued).hasSize(80);
        assertThat(enqueued.stream().filter(Enqueued::fresh)).hasSize(10);
        assertThat(enqueued.stream().map(Enqueued::id).distinct()).hasSize(10);
    }

    @Test
    void a_retry_by_hand_takes_a_free_key_again() {
        Job job = running(worker(), keyed());
        end(job, fail());
        store.jobs().retry(job.id(), "ann");
        assertHeldBy(job.id());
    }

    @Test
    void a_retry_by_hand_leaves_a_key_that_another_job_holds() {
        Job job = running(worker(), keyed());
        end(job, fail());
        long second = put(keyed()).id();
        assertThat(store.jobs().retry(job.id(), "ann")).isEqualTo(Change.DONE);
        assertHeldBy(second);
        store.jobs().cancel(job.id(), "ann", "not wanted");
        assertHeldBy(second);
    }
}
