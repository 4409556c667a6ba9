package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Attempt;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people read about jobs, live and finished alike. */
public abstract class ArchiveContract extends StoreContract {
    private static final Duration HOUR = Duration.ofHours(1);

    protected ArchiveContract(ContractStore fixture) {
        super(fixture);
    }

    /** One job in each state, in the order of {@link JobState}. */
    private List<Long> oneInEachState() {
        long worker = worker();
        Job retrying = running(worker);
        end(retrying, retry(HOUR));
        Job succeeded = running(worker);
        end(succeeded, SUCCEED);
        Job failed = running(worker);
        end(failed, fail());
        Job cancelled = running(worker);
        end(cancelled, new Transition.Cancel("not wanted"));
        Job running = running(worker);
        return List.of(
                enqueue(delayed(HOUR)),
                enqueue(job()),
                enqueue(job().exclusion(ExclusionKey.of("account"))),
                running.id(),
                retrying.id(),
                succeeded.id(),
                failed.id(),
                cancelled.id());
    }

    private List<Long> list(Query query) {
        return ids(store.archive().list(query));
    }

    private String why(long id) {
        return store.archive().whyWaiting(id).orElseThrow(() -> new AssertionError("Job " + id + " does not wait"));
    }

    @Test
    void an_unknown_job_is_not_found() {
        assertThat(store.archive().find(987_654)).isEmpty();
        assertThat(store.archive().attempts(987_654)).isEmpty();
        assertThat(store.archive().log(987_654, 0, 10)).isEmpty();
        assertThat(store.archive().whyWaiting(987_654)).isEmpty();
    }

    @Test
    void an_empty_store_lists_nothing() {
        assertThat(list(Query.NEWEST)).isEmpty();
        assertThat(store.archive().counts(10).values()).allMatch(count -> count == 0);
    }

    @Test
    void live_and_finished_jobs_are_listed_together_the_newest_first() {
        List<Long> ids = new ArrayList<>(oneInEachState());
        ids.sort((a, b) -> Long.compare(b, a));
        assertThat(list(Query.NEWEST)).isEqualTo(ids);
    }

    @Test
    void jobs_are_listed_by_state() {
        List<Long> ids = oneInEachState();
        for (JobState state : JobState.values()) {
            assertThat(list(Query.NEWEST.states(state))).as(state.toString()).containsExactly(ids.get(state.ordinal()));
        }
        assertThat(list(Query.NEWEST.states(JobState.FAILED, JobState.SUCCEEDED)))
                .containsExactlyInAnyOrder(ids.get(JobState.FAILED.ordinal()), ids.get(JobState.SUCCEEDED.ordinal()));
    }

    @Test
    void due_jobs_are_listed_as_queued_and_no_longer_as_what_they_were() {
        List<Long> ids = oneInEachState();
        clock.advance(HOUR);
        assertThat(list(Query.NEWEST.states(JobState.QUEUED)))
                .containsExactlyInAnyOrder(
                        ids.get(JobState.SCHEDULED.ordinal()),
                        ids.get(JobState.QUEUED.ordinal()),
                        ids.get(JobState.RETRYING.ordinal()));
        assertThat(list(Query.NEWEST.states(JobState.SCHEDULED, JobState.RETRYING)))
                .isEmpty();
    }

    @Test
    void jobs_are_listed_by_type_queue_tag_and_schedule() {
        long type = enqueue(NewJob.of(OTHER_TYPE, "{}"));
        long queue = enqueue(job().queue("mail"));
        long tag = enqueue(job().tags(List.of("x", "tenant:a\"c%_")));
        long schedule = enqueue(job().origin(new NewJob.Origin("nightly", START, null, null)));
        enqueue(job().tags(List.of("tenant:a")));
        for (int i = 0; i < 2; i++) {
            assertThat(list(Query.NEWEST.type(OTHER_TYPE.name()))).containsExactly(type);
            assertThat(list(Query.NEWEST.queue("mail"))).containsExactly(queue);
            assertThat(list(Query.NEWEST.tag("tenant:a\"c%_"))).containsExactly(tag);
            assertThat(list(Query.NEWEST.schedule("nightly"))).containsExactly(schedule);
            assertThat(list(Query.NEWEST.queue("mail").tag("x"))).isEmpty();
            assertThat(list(Query.NEWEST.queue("mail").type(TYPE.name()))).containsExactly(queue);
            // The second time all of them are history.
            claim(worker(), 10, QUEUE, "mail").forEach(job -> end(job, SUCCEED));
        }
    }

    @Test
    void all_jobs_are_seen_once_page_by_page() {
        long worker = worker();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            Job job = running(worker);
            ids.add(0, job.id());
            if (i % 3 == 0) {
                end(job, SUCCEED);
            }
        }
        List<Long> seen = new ArrayList<>();
        Query page = Query.NEWEST.limit(5);
        for (List<Long> found = list(page); !found.isEmpty(); found = list(page)) {
            assertThat(found).hasSizeLessThanOrEqualTo(5);
            seen.addAll(found);
            page = page.before(found.get(found.size() - 1));
        }
        assertThat(seen).isEqualTo(ids);
    }

    @Test
    void counts_are_exact_below_their_cap_and_stop_there() {
        oneInEachState();
        enqueueAll(IntStream.range(0, 20).mapToObj(i -> job()).toList());
        var exact = store.archive().counts(100);
        assertThat(exact)
                .containsEntry(JobState.SCHEDULED, 1L)
                .containsEntry(JobState.QUEUED, 21L)
                .containsEntry(JobState.BLOCKED, 1L)
                .containsEntry(JobState.RUNNING, 1L)
                .containsEntry(JobState.RETRYING, 1L)
                .containsEntry(JobState.FAILED, 1L)
                .doesNotContainKeys(JobState.SUCCEEDED, JobState.CANCELLED);
        assertThat(store.archive().counts(10)).containsEntry(JobState.QUEUED, 10L);
    }

    @Test
    void due_jobs_are_counted_as_queued() {
        oneInEachState();
        clock.advance(HOUR);
        assertThat(store.archive().counts(100)).containsEntry(JobState.QUEUED, 3L);
    }

    @Test
    void the_running_attempt_is_the_last_one() {
        long worker = worker();
        Job job = running(worker);
        end(job, retry(Duration.ZERO));
        clock.advance(Duration.ofSeconds(2));
        claimOne(worker);
        List<Attempt> attempts = store.archive().attempts(job.id());
        assertThat(attempts)
                .extracting(Attempt::outcome)
                .containsExactly(Attempt.Outcome.FAILED, Attempt.Outcome.RUNNING);
        assertThat(attempts.get(1))
                .isEqualTo(new Attempt(
                        job.id(), 2, 2, worker, START.plusSeconds(2), null, Attempt.Outcome.RUNNING, null, null));
    }

    @Test
    void a_job_cancelled_between_attempts_shows_the_attempts_it_had() {
        Job job = running(worker());
        end(job, retry(HOUR));
        store.jobs().cancel(job.id(), "ann", "not wanted");
        assertThat(store.archive().attempts(job.id()))
                .extracting(Attempt::outcome)
                .containsExactly(Attempt.Outcome.FAILED);
    }

    @Test
    void a_job_cancelled_after_its_worker_died_shows_the_crash_alone() {
        Job job = running(worker());
        clock.advance(LEASE.plusSeconds(1));
        store.jobs().rescue(LEASE, 3, 10);
        store.jobs().cancel(job.id(), "ann", "not wanted");
        assertThat(store.archive().attempts(job.id()))
                .extracting(Attempt::outcome)
                .containsExactly(Attempt.Outcome.CRASHED);
    }

    @Test
    void a_job_that_does_not_wait_waits_for_nothing() {
        List<Long> ids = oneInEachState();
        for (JobState state : List.of(JobState.RUNNING, JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)) {
            assertThat(store.archive().whyWaiting(ids.get(state.ordinal())))
                    .as(state.toString())
                    .isEmpty();
        }
    }

    @Test
    void why_a_job_waits_names_its_time() {
        assertThat(why(enqueue(delayed(HOUR)))).contains("2026-03-02T10:00");
    }

    @Test
    void why_a_job_waits_names_who_paused_its_queue() {
        store.queues().pause(QUEUE, "ann", "disk is full", null);
        assertThat(why(enqueue(job()))).contains("ann").contains("disk is full");
    }

    @Test
    void why_a_job_waits_names_the_jobs_that_hold_its_exclusion_key() {
        NewJob keyed = job().exclusion(ExclusionKey.of("account-42"));
        Job holder = running(worker(), keyed);
        long second = enqueue(keyed);
        store.jobs().releaseBlocked(10);
        assertThat(why(second)).contains("account-42").contains(String.valueOf(holder.id()));
    }

    @Test
    void why_a_job_waits_says_that_no_worker_has_a_handler() {
        Job job = running(worker());
        end(job, new Transition.Park("no handler"));
        assertThat(why(job.id())).contains("handler").contains(TYPE.name());
    }

    @Test
    void why_a_job_waits_names_the_limit_that_is_reached() {
        store.queues().limit(QUEUE, new Limits(2, null, null));
        enqueueAll(List.of(job(), job()));
        claimLimited(worker(), 10);
        assertThat(why(enqueue(job()))).contains("2").containsIgnoringCase("limit");
    }

    @Test
    void why_a_job_waits_says_how_many_are_before_it() {
        enqueueAll(IntStream.range(0, 6).mapToObj(i -> job().priority(-1)).toList());
        long id = enqueue(job());
        enqueue(job());
        assertThat(why(id)).contains("6");
    }
}
