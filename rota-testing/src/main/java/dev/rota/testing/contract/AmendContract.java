package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Amendment;
import dev.rota.job.BlockedBy;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.store.JobStore.Change;
import dev.rota.store.OperatorAct;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A job that waits may be given another time, priority, queue and tags; no other may. */
public abstract class AmendContract extends StoreContract {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant LATER = START.plus(HOUR);

    protected AmendContract(ContractStore fixture) {
        super(fixture);
    }

    private static Amendment due(Instant at) {
        return new Amendment(at, null, null, null);
    }

    private Change amend(long id, Amendment amendment) {
        return store.jobs().amend(id, amendment, "ann", "it can wait");
    }

    private void assertWaits(long id, JobState state, Instant dueAt, @Nullable BlockedBy blockedBy) {
        assertThat(find(id).state()).isEqualTo(state);
        assertThat(find(id).times().dueAt()).isEqualTo(dueAt);
        assertThat(find(id).blockedBy()).isEqualTo(blockedBy);
    }

    @Test
    void a_queued_job_is_put_off_and_not_claimed_before() {
        long id = enqueue(job());
        assertThat(amend(id, due(LATER))).isEqualTo(Change.DONE);
        assertWaits(id, JobState.SCHEDULED, LATER, null);
        assertThat(claim(worker(), 10)).isEmpty();
        clock.advance(HOUR);
        assertThat(claimOne(worker()).id()).isEqualTo(id);
        assertThat(store.archive().acts(id))
                .containsExactly(new OperatorAct(START, "ann", OperatorAct.Verb.AMEND, "it can wait"));
    }

    @Test
    void a_scheduled_job_is_brought_forward_and_claimed_at_once() {
        long id = enqueue(delayed(HOUR));
        assertThat(amend(id, due(START.minusSeconds(5)))).isEqualTo(Change.DONE);
        assertWaits(id, JobState.QUEUED, START.minusSeconds(5), null);
        assertThat(claimOne(worker()).id()).isEqualTo(id);
    }

    @Test
    void a_job_that_waits_for_its_next_attempt_gets_another_time() {
        Job job = running(worker());
        end(job, retry(HOUR));
        assertThat(amend(job.id(), due(LATER.plus(HOUR)))).isEqualTo(Change.DONE);
        assertWaits(job.id(), JobState.RETRYING, LATER.plus(HOUR), null);
        assertThat(amend(job.id(), due(START))).isEqualTo(Change.DONE);
        assertThat(claimOne(worker()).id()).isEqualTo(job.id());
    }

    @Test
    void priority_queue_and_tags_change_and_the_rest_stays() {
        long first = enqueue(job());
        long second = enqueue(job().tags(List.of("a")));
        assertThat(amend(second, new Amendment(null, -1, null, null))).isEqualTo(Change.DONE);
        assertThat(ids(claim(worker(), 1))).containsExactly(second);
        assertThat(amend(first, new Amendment(null, null, "fresh", List.of("b", "c"))))
                .isEqualTo(Change.DONE);
        assertThat(find(first).queue()).isEqualTo("fresh");
        assertThat(find(first).tags()).containsExactly("b", "c");
        assertThat(find(first).times().dueAt()).isEqualTo(START);
        assertThat(store.queues().list()).extracting(queue -> queue.name()).contains("fresh");
        assertThat(claim(worker(), 10)).isEmpty();
        assertThat(ids(claim(worker(), 10, "fresh"))).containsExactly(first);
        assertThat(find(second).tags()).containsExactly("a");
    }

    @Test
    void no_tags_are_another_thing_than_tags_that_stay() {
        long id = enqueue(job().tags(List.of("a")));
        amend(id, new Amendment(null, 3, null, null));
        assertThat(find(id).tags()).containsExactly("a");
        amend(id, new Amendment(null, null, null, List.of()));
        assertThat(find(id).tags()).isEmpty();
        assertThat(find(id).request().priority()).isEqualTo(3);
    }

    @Test
    void who_is_put_off_gives_its_exclusion_slot_to_the_next() {
        NewJob keyed = job().exclusion(ExclusionKey.of("account"));
        long first = enqueue(keyed);
        long second = enqueue(keyed);
        store.jobs().releaseBlocked(10);
        assertThat(find(first).state()).isEqualTo(JobState.QUEUED);
        assertThat(amend(first, due(LATER))).isEqualTo(Change.DONE);
        assertWaits(first, JobState.SCHEDULED, LATER, null);
        store.jobs().releaseBlocked(10);
        assertThat(ids(claim(worker(), 10))).containsExactly(second);
        assertThat(amend(first, due(START))).isEqualTo(Change.DONE);
        assertWaits(first, JobState.BLOCKED, START, BlockedBy.EXCLUSION);
        store.jobs().releaseBlocked(10);
        assertThat(claim(worker(), 10)).isEmpty();
    }

    @Test
    void what_is_blocked_keeps_its_time_but_not_its_priority() {
        long id = enqueue(job().exclusion(ExclusionKey.of("account")));
        assertWaits(id, JobState.BLOCKED, START, BlockedBy.EXCLUSION);
        assertThat(amend(id, due(LATER))).isEqualTo(Change.NOT_ALLOWED);
        assertThat(amend(id, new Amendment(null, 7, null, null))).isEqualTo(Change.DONE);
        assertThat(find(id).request().priority()).isEqualTo(7);
        assertWaits(id, JobState.BLOCKED, START, BlockedBy.EXCLUSION);
    }

    @Test
    void what_runs_or_has_ended_is_not_changed() {
        Amendment all = new Amendment(LATER, 1, "fresh", List.of("x"));
        Job running = running(worker());
        assertThat(amend(running.id(), all)).isEqualTo(Change.NOT_ALLOWED);
        end(running, fail());
        assertThat(amend(running.id(), all)).isEqualTo(Change.NOT_ALLOWED);
        Job done = running(worker());
        end(done, SUCCEED);
        assertThat(amend(done.id(), all)).isEqualTo(Change.NOT_ALLOWED);
        assertThat(amend(987_654, all)).isEqualTo(Change.NOT_FOUND);
        assertThat(store.archive().acts(done.id())).isEmpty();
        assertThat(store.queues().list()).extracting(queue -> queue.name()).doesNotContain("fresh");
    }
}
