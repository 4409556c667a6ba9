package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import dev.rota.store.JobStore.Change;
import dev.rota.store.JobStore.Retention;
import dev.rota.store.OperatorAct;
import dev.rota.store.OperatorAct.Verb;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done by hand is kept, with who did it and why. */
public abstract class OperatorActContract extends StoreContract {
    private static final Duration HOUR = Duration.ofHours(1);

    protected OperatorActContract(ContractStore fixture) {
        super(fixture);
    }

    private static OperatorAct act(Verb verb, String by, String reason) {
        return new OperatorAct(START, by, verb, reason);
    }

    @Test
    void what_is_done_to_a_job_is_kept_in_order() {
        long id = enqueue(delayed(HOUR));
        store.jobs().runNow(id, "ann", "the customer waits");
        Job job = claimOne(worker());
        end(job, fail());
        clock.advance(HOUR);
        store.jobs().retry(id, "ben");
        store.jobs().cancel(id, "cid", "not wanted");

        assertThat(store.archive().acts(id))
                .containsExactly(
                        act(Verb.RUN_NOW, "ann", "the customer waits"),
                        new OperatorAct(START.plus(HOUR), "ben", Verb.RETRY, null),
                        new OperatorAct(START.plus(HOUR), "cid", Verb.CANCEL, "not wanted"));
    }

    @Test
    void who_deleted_a_job_is_known_when_nothing_else_is() {
        Job job = running(worker());
        end(job, SUCCEED);
        store.jobs().delete(job.id(), "ann", "asked for by the customer");

        assertThat(store.archive().find(job.id())).isEmpty();
        assertThat(store.archive().acts(job.id()))
                .containsExactly(act(Verb.DELETE, "ann", "asked for by the customer"));
    }

    @Test
    void a_request_to_cancel_what_runs_is_kept_too() {
        Job job = running(worker());
        store.jobs().cancel(job.id(), "ann", "");

        assertThat(store.archive().acts(job.id())).containsExactly(new OperatorAct(START, "ann", Verb.CANCEL, null));
    }

    @Test
    void what_was_refused_is_not_kept() {
        long id = enqueue(job());

        assertThat(store.jobs().retry(id, "ann", "x")).isEqualTo(Change.NOT_ALLOWED);
        assertThat(store.jobs().runNow(id, "ann", "x")).isEqualTo(Change.NOT_ALLOWED);
        assertThat(store.jobs().delete(id, "ann", "x")).isEqualTo(Change.NOT_ALLOWED);
        assertThat(store.jobs().retry(987_654, "ann", "x")).isEqualTo(Change.NOT_FOUND);
        assertThat(store.archive().acts(id)).isEmpty();
        assertThat(store.archive().acts(987_654)).isEmpty();
    }

    @Test
    void who_paused_and_resumed_a_queue_is_kept() {
        store.queues().pause(QUEUE, "ann", "disk is full", null);
        store.queues().resume(QUEUE, "ben", null);
        store.queues().resume(QUEUE, "ben", "again");

        List<OperatorAct> acts = store.queues().acts(QUEUE, 10);
        assertThat(acts)
                .containsExactly(
                        new OperatorAct(START, "ben", Verb.RESUME, null), act(Verb.PAUSE, "ann", "disk is full"));
        assertThat(store.queues().acts(QUEUE, 1)).hasSize(1);
        assertThat(store.queues().acts("other", 10)).isEmpty();
    }

    @Test
    void who_drained_a_worker_is_kept() {
        long worker = worker();
        store.workers().drain(worker, true, "ann", "deploy");
        store.workers().drain(worker, false, "ann", null);
        store.workers().drain(987_654, true, "ann", null);

        assertThat(store.workers().acts(worker, 10))
                .containsExactly(new OperatorAct(START, "ann", Verb.UNDRAIN, null), act(Verb.DRAIN, "ann", "deploy"));
        assertThat(store.workers().acts(987_654, 10)).isEmpty();
    }

    @Test
    void acts_are_kept_as_long_as_jobs() {
        Job job = running(worker());
        end(job, SUCCEED);
        store.jobs().delete(job.id(), "ann");
        Retention retention = new Retention(Duration.ofDays(1), Duration.ofDays(10), Duration.ofDays(1));

        clock.advance(Duration.ofDays(9));
        store.jobs().prune(retention, 100);
        assertThat(store.archive().acts(job.id())).hasSize(1);
        clock.advance(Duration.ofDays(2));
        store.jobs().prune(retention, 100);
        assertThat(store.archive().acts(job.id())).isEmpty();
    }
}
