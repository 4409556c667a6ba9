package dev.rota.testing.contract;

import static java.time.temporal.ChronoUnit.MICROS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is claimed, in which order, and which finishes count. */
public abstract class ExchangeContract extends StoreContract {
    protected ExchangeContract(ContractStore fixture) {
        super(fixture);
    }

    @Test
    void a_claimed_job_runs_under_its_first_lease() {
        long worker = worker();
        long id = enqueue(job().tags(List.of("tenant:acme")));
        clock.advance(Duration.ofSeconds(3));
        Job job = claimOne(worker);
        assertThat(job.id()).isEqualTo(id);
        assertThat(job.state()).isEqualTo(JobState.RUNNING);
        assertThat(job.lease()).isEqualTo(1);
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.workerId()).isEqualTo(worker);
        assertThat(job.tags()).containsExactly("tenant:acme");
        assertThat(job.times()).isEqualTo(new Job.Times(START, START, START.plusSeconds(3), null, null));
        assertThat(find(id)).isEqualTo(job);
    }

    @Test
    void a_claimed_job_is_not_claimed_again() {
        running(worker());
        assertThat(claim(worker(), 10)).isEmpty();
    }

    @Test
    void lower_priority_numbers_are_claimed_first() {
        List<Long> ids = enqueueAll(List.of(
                job().priority(5), job().priority(-3), job(), job().priority(Integer.MAX_VALUE), job().priority(1)));
        assertThat(ids(claim(worker(), 10)))
                .containsExactly(ids.get(1), ids.get(2), ids.get(4), ids.get(0), ids.get(3));
    }

    @Test
    void within_a_priority_what_was_due_first_is_claimed_first() {
        List<Long> ids = enqueueAll(List.of(
                job().when(NewJob.When.at(START.minusSeconds(10))),
                job().when(NewJob.When.at(START.minusSeconds(30))),
                job().when(NewJob.When.at(START.minusSeconds(20)))));
        assertThat(ids(claim(worker(), 10))).containsExactly(ids.get(1), ids.get(2), ids.get(0));
    }

    @Test
    void jobs_due_at_the_same_instant_are_claimed_in_the_order_of_their_ids() {
        List<Long> ids = enqueueAll(IntStream.range(0, 20).mapToObj(i -> job()).toList());
        assertThat(ids(claim(worker(), 20))).isEqualTo(ids);
    }

    @Test
    void jobs_of_several_queues_are_claimed_in_one_order() {
        List<Long> ids = enqueueAll(List.of(
                job().queue("b").priority(2),
                job().queue("a").priority(3),
                job().queue("c").priority(1),
                job().queue("a").priority(2),
                job().queue("elsewhere")));
        assertThat(ids(claim(worker(), 10, "a", "b", "c", "never-seen")))
                .containsExactly(ids.get(2), ids.get(0), ids.get(3), ids.get(1));
    }

    @Test
    void the_order_holds_for_many_jobs_claimed_bit_by_bit() {
        Random random = new Random(7);
        List<NewJob> jobs = new ArrayList<>(IntStream.range(0, 300)
                .mapToObj(i -> job().queue("q" + i % 3)
                        .priority(random.nextInt(5))
                        .when(NewJob.When.at(START.minusSeconds(random.nextInt(10)))))
                .toList());
        Collections.shuffle(jobs, random);
        enqueueAll(jobs);
        long worker = worker();
        List<Job> claimed = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            claimed.addAll(claim(worker, 10, "q0", "q1", "q2"));
        }
        assertThat(claimed)
                .hasSize(300)
                .isSortedAccordingTo(java.util.Comparator.<Job>comparingInt(
                                job -> job.request().priority())
                        .thenComparing(job -> job.times().dueAt())
                        .thenComparing(Job::id));
    }

    @Test
    void no_more_than_wished_are_claimed_over_all_queues_together() {
        enqueueAll(IntStream.range(0, 9).mapToObj(i -> job().queue("q" + i % 3)).toList());
        assertThat(claim(worker(), 4, "q0", "q1", "q2")).hasSize(4);
    }

    @Test
    void several_wishes_are_met_in_one_exchange() {
        List<Long> ids = enqueueAll(List.of(job().queue("a"), job().queue("a"), job().queue("b"), job().queue("b")));
        List<Job> claimed =
                ask(worker(), wish(false, 1, "a"), wish(false, 5, "b")).claimed();
        assertThat(ids(claimed)).containsExactlyInAnyOrder(ids.get(0), ids.get(2), ids.get(3));
    }

    @Test
    void a_future_job_is_never_claimed_early() {
        long worker = worker();
        Instant due = START.plusSeconds(60);
        long id = enqueue(job().priority(-100).when(NewJob.When.at(due)));
        assertThat(claim(worker, 10)).isEmpty();
        clock.set(due.minus(1, MICROS));
        assertThat(claim(worker, 10)).isEmpty();
        clock.set(due);
        assertThat(ids(claim(worker, 10))).containsExactly(id);
    }

    @Test
    void future_jobs_of_the_same_queue_hinder_none_that_is_due() {
        enqueueAll(IntStream.range(0, 200)
                .mapToObj(i -> delayed(Duration.ofDays(1)).priority(i % 4 - 2))
                .toList());
        long id = enqueue(job().priority(9));
        assertThat(ids(claim(worker(), 10))).containsExactly(id);
    }

    @Test
    void excluded_types_are_left() {
        long worker = worker();
        List<Long> ids = enqueueAll(List.of(NewJob.of(OTHER_TYPE, "{}"), job()));
        Exchange exchange = new Exchange(worker, List.of(), List.of(wish(false, 10)), Set.of(OTHER_TYPE.name()));
        assertThat(ids(store.jobs().exchange(exchange).claimed())).containsExactly(ids.get(1));
        assertThat(ids(claim(worker, 10))).containsExactly(ids.get(0));
    }

    @Test
    void a_paused_queue_gives_nothing_until_it_is_resumed() {
        long worker = worker();
        Job before = running(worker);
        store.queues().pause(QUEUE, "ann", "disk is full", null);
        long id = enqueue(job());
        assertThat(claim(worker, 10)).isEmpty();
        end(before, SUCCEED);
        assertThat(store.queues().resume(QUEUE)).isTrue();
        assertThat(store.queues().resume(QUEUE)).isFalse();
        assertThat(ids(claim(worker, 10))).containsExactly(id);
    }

    @Test
    void a_pause_with_an_end_is_over_at_its_end() {
        long worker = worker();
        store.queues().pause(QUEUE, "ann", null, START.plusSeconds(60));
        long id = enqueue(job());
        clock.set(START.plusSeconds(60).minus(1, MICROS));
        assertThat(claim(worker, 10)).isEmpty();
        clock.set(START.plusSeconds(60));
        assertThat(ids(claim(worker, 10))).containsExactly(id);
    }

    @Test
    void a_pause_of_one_queue_leaves_the_others_alone() {
        store.queues().pause("a", "ann", null, null);
        List<Long> ids = enqueueAll(List.of(job().queue("a"), job().queue("b")));
        assertThat(ids(claim(worker(), 10, "a", "b"))).containsExactly(ids.get(1));
    }

    @Test
    void a_worker_that_nobody_knows_claims_nothing() {
        enqueue(job());
        assertThat(claim(987_654, 10)).isEmpty();
    }

    @Test
    void a_worker_that_has_stopped_claims_nothing() {
        long worker = worker();
        store.workers().stop(worker);
        enqueue(job());
        assertThat(claim(worker, 10)).isEmpty();
    }

    @Test
    void an_exchange_of_nothing_changes_nothing() {
        enqueue(job());
        Exchange.Answer answer = store.jobs().exchange(new Exchange(worker(), List.of(), List.of(), Set.of()));
        assertThat(answer).isEqualTo(Exchange.Answer.NOTHING);
    }

    @Test
    void one_exchange_finishes_and_claims() {
        long worker = worker();
        Job first = running(worker);
        long second = enqueue(job());
        Exchange.Answer answer = store.jobs()
                .exchange(new Exchange(
                        worker, List.of(new Finish(first, SUCCEED, null)), List.of(wish(false, 10)), Set.of()));
        assertThat(ids(answer.claimed())).containsExactly(second);
        assertThat(answer.lost()).isEmpty();
        assertThat(state(first.id())).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void one_exchange_finishes_jobs_in_different_ways() {
        long worker = worker();
        enqueueAll(IntStream.range(0, 5).mapToObj(i -> job()).toList());
        List<Job> jobs = claim(worker, 5);
        List<Transition> ends = List.of(
                SUCCEED,
                retry(Duration.ofMinutes(1)),
                fail(),
                new Transition.Cancel("not wanted"),
                new Transition.Snooze(Duration.ofMinutes(1), "later"));
        List<Finish> finishes = IntStream.range(0, 5)
                .mapToObj(i -> new Finish(jobs.get(i), ends.get(i), null))
                .toList();
        assertThat(store.jobs()
                        .exchange(new Exchange(worker, finishes, List.of(), Set.of()))
                        .lost())
                .isEmpty();
        assertThat(jobs.stream().map(job -> state(job.id())))
                .containsExactly(
                        JobState.SUCCEEDED, JobState.RETRYING, JobState.FAILED, JobState.CANCELLED, JobState.SCHEDULED);
    }

    @Test
    void a_finish_under_an_older_lease_changes_nothing_and_is_reported() {
        long worker = worker();
        Job first = running(worker);
        end(first, new Transition.Release("stopping", true));
        Job second = claimOne(worker);
        assertThat(second.lease()).isEqualTo(2);
        for (Transition transition : everyTransition()) {
            assertThat(finish(first, transition).lost())
                    .as(transition.toString())
                    .extracting(finish -> finish.job().id())
                    .containsExactly(first.id());
            assertThat(find(first.id())).isEqualTo(second);
        }
    }

    @Test
    void a_finish_by_another_worker_changes_nothing_and_is_reported() {
        Job job = running(worker());
        Finish finish = new Finish(job, SUCCEED, null);
        Exchange.Answer answer = store.jobs().exchange(new Exchange(worker(), List.of(finish), List.of(), Set.of()));
        assertThat(answer.lost()).containsExactly(finish);
        assertThat(find(job.id())).isEqualTo(job);
    }

    @Test
    void a_second_finish_of_one_claim_is_reported_as_lost() {
        Job job = running(worker());
        end(job, SUCCEED);
        assertThat(finish(job, fail()).lost()).hasSize(1);
        assertThat(state(job.id())).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_finish_of_a_job_that_was_deleted_is_reported_as_lost() {
        Job job = running(worker());
        end(job, SUCCEED);
        store.jobs().delete(job.id(), "ann");
        assertThat(finish(job, SUCCEED).lost()).hasSize(1);
        assertThat(store.archive().find(job.id())).isEmpty();
    }

    @Test
    void lost_finishes_leave_the_others_of_their_batch_alone() {
        long worker = worker();
        enqueueAll(List.of(job(), job(), job()));
        List<Job> jobs = claim(worker, 3);
        end(jobs.get(1), SUCCEED);
        List<Finish> finishes =
                jobs.stream().map(job -> new Finish(job, fail(), null)).toList();
        Exchange.Answer answer = store.jobs().exchange(new Exchange(worker, finishes, List.of(), Set.of()));
        assertThat(answer.lost()).containsExactly(finishes.get(1));
        assertThat(jobs.stream().map(job -> state(job.id())))
                .containsExactly(JobState.FAILED, JobState.SUCCEEDED, JobState.FAILED);
    }

    @Test
    void ten_thousand_jobs_are_claimed_and_finished_at_once() {
        long worker = worker();
        List<Long> ids =
                enqueueAll(IntStream.range(0, 10_000).mapToObj(i -> job()).toList());
        List<Job> claimed = claim(worker, 20_000);
        assertThat(ids(claimed)).isEqualTo(ids);
        List<Finish> finishes =
                claimed.stream().map(job -> new Finish(job, SUCCEED, null)).toList();
        assertThat(store.jobs()
                        .exchange(new Exchange(worker, finishes, List.of(), Set.of()))
                        .lost())
                .isEmpty();
        assertThat(store.archive().counts(100).values()).allMatch(count -> count == 0);
        assertThat(state(ids.get(9_999))).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void one_exchange_finishes_many_and_claims_many() {
        long worker = worker();
        List<Long> ids =
                enqueueAll(IntStream.range(0, 1_000).mapToObj(i -> job()).toList());
        List<Job> first = claim(worker, 500);
        end(first.get(7), SUCCEED);
        List<Finish> finishes =
                first.stream().map(job -> new Finish(job, SUCCEED, null)).toList();
        Exchange.Answer answer =
                store.jobs().exchange(new Exchange(worker, finishes, List.of(wish(false, 400)), Set.of()));
        assertThat(ids(answer.claimed())).isEqualTo(ids.subList(500, 900));
        assertThat(answer.lost()).containsExactly(finishes.get(7));
        assertThat(state(ids.get(499))).isEqualTo(JobState.SUCCEEDED);
        assertThat(store.archive().counts(2_000))
                .containsEntry(JobState.RUNNING, 400L)
                .containsEntry(JobState.QUEUED, 100L);
    }

    private static List<Transition> everyTransition() {
        return List.of(
                SUCCEED,
                retry(Duration.ZERO),
                fail(),
                new Transition.Cancel("not wanted"),
                new Transition.Snooze(Duration.ZERO, "later"),
                new Transition.Release("stopping", true),
                new Transition.Release("stopping", false),
                new Transition.Park("no handler"));
    }
}
