package dev.rota.testing.contract;

import static java.time.temporal.ChronoUnit.MICROS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.WorkerStore.Pulse;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.store.WorkerStore.Rescued;
import dev.rota.store.WorkerStore.Sight;
import dev.rota.store.WorkerStore.Usage;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Workers are known, heard, drained and forgotten. */
public abstract class WorkerContract extends StoreContract {
    protected WorkerContract(ContractStore fixture) {
        super(fixture);
    }

    @Test
    void a_worker_is_listed_as_it_introduced_itself() {
        Registration registration = new Registration(
                "worker \"one\"",
                "host.example",
                4711,
                "1.2.3",
                Map.of("mail", 2, "*", 10),
                Set.of("users.send-welcome", "loans.mark-overdue"));
        long id = store.workers().register(registration);
        clock.advance(Duration.ofSeconds(5));
        store.workers().heartbeat(id);
        assertThat(store.workers().list())
                .containsExactly(new Worker(
                        id, registration, Worker.State.ACTIVE, false, START, START.plusSeconds(5), 0, 0, null, null));
    }

    @Test
    void a_worker_says_how_far_its_clock_is_off_and_that_is_kept() {
        long id = worker();
        assertThat(clockOffset(id)).isNull();
        store.workers().heartbeat(id, null, Duration.ofMillis(-3_700_123), null);
        assertThat(clockOffset(id)).isEqualTo(Duration.ofMillis(-3_700_123));
        store.workers().heartbeat(id);
        assertThat(clockOffset(id)).isEqualTo(Duration.ofMillis(-3_700_123));
        store.workers().heartbeat(id, null, Duration.ZERO, null);
        assertThat(clockOffset(id)).isZero();
    }

    private @Nullable Duration clockOffset(long id) {
        return store.workers().list().stream()
                .filter(worker -> worker.id() == id)
                .findFirst()
                .orElseThrow()
                .clockOffset();
    }

    @Test
    void a_worker_says_how_many_jobs_it_holds() {
        long worker = worker();
        Job first = running(worker);
        running(worker);
        running(worker("another"));
        end(first, SUCCEED);
        assertThat(store.workers().list())
                .filteredOn(w -> w.id() == worker)
                .extracting(Worker::running)
                .containsExactly(1);
    }

    @Test
    void a_worker_that_is_silent_is_lost_to_who_looks_though_nobody_gives_it_up() {
        long worker = worker();
        running(worker);
        long draining = worker();
        store.workers().drain(draining, true);
        clock.advance(Worker.SILENCE);
        assertThat(store.workers().list()).extracting(Worker::state).doesNotContain(Worker.State.LOST);
        clock.advance(Duration.ofMillis(1));
        assertThat(store.workers().list())
                .extracting(Worker::state, Worker::running, Worker::rescued)
                .containsExactlyInAnyOrder(tuple(Worker.State.LOST, 1, 0), tuple(Worker.State.LOST, 0, 0));
        store.workers().heartbeat(worker);
        assertThat(store.workers().list()).extracting(Worker::state).contains(Worker.State.ACTIVE);
    }

    @Test
    void a_worker_is_judged_by_its_own_lease() {
        Duration longLease = Worker.SILENCE.plusMinutes(1);
        long patient = worker("patient");
        long hasty = worker("hasty");
        running(patient);
        store.workers().heartbeat(patient, longLease, null, null);
        clock.advance(longLease);
        assertThat(mayRescue(hasty)).isNotEqualTo(true);
        assertThat(store.jobs().rescue(LEASE, 3, 10)).isEmpty();
        assertThat(store.workers().typesElsewhere(hasty, LEASE)).isNotEmpty();
        assertThat(store.workers().list()).extracting(Worker::state).containsOnly(Worker.State.ACTIVE);

        clock.advance(Duration.ofMillis(1));
        assertThat(mayRescue(hasty)).isNotEqualTo(false);
        assertThat(store.workers().typesElsewhere(hasty, LEASE)).isEmpty();
        assertThat(store.jobs().rescue(LEASE, 3, 10)).hasSize(1);
        store.workers().heartbeat(hasty, Duration.ofSeconds(2), null, null);
        clock.advance(Duration.ofMillis(2_001));
        assertThat(store.jobs().rescue(longLease, 3, 10)).isEmpty();
        assertThat(store.workers().list()).extracting(Worker::state).containsOnly(Worker.State.LOST);
    }

    @Test
    void the_latest_worker_is_listed_first_and_has_an_id_of_its_own() {
        long first = worker("same name");
        clock.advance(Duration.ofSeconds(1));
        long second = worker("same name");
        store.workers().stop(second);
        clock.advance(Duration.ofSeconds(1));
        long third = worker("same name");
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
        assertThat(store.workers().list())
                .filteredOn(w -> w.state() == Worker.State.ACTIVE)
                .extracting(Worker::id)
                .containsExactly(third, first);
    }

    @Test
    void a_heartbeat_of_nobody_is_told_so() {
        assertThat(store.workers().heartbeat(987_654).known()).isFalse();
    }

    @Test
    void a_worker_that_is_drained_hears_it_with_its_next_heartbeat() {
        long worker = worker();
        assertThat(told(worker)).isEqualTo(pulse(false, false));
        assertThat(store.workers().drain(worker, true)).isTrue();
        assertThat(told(worker)).isEqualTo(pulse(true, false));
        assertThat(store.workers().list()).extracting(Worker::state).containsExactly(Worker.State.DRAINING);
        assertThat(store.workers().drain(worker, false)).isTrue();
        assertThat(told(worker)).isEqualTo(pulse(false, false));
    }

    @Test
    void a_worker_that_is_asked_to_stop_hears_it_until_it_is_asked_to_go_on() {
        long worker = worker();
        Job job = running(worker);
        assertThat(store.workers().askStop(worker, "ann", "deploy")).isTrue();
        assertThat(told(worker)).isEqualTo(pulse(true, true));
        assertThat(store.workers().list())
                .extracting(Worker::state, Worker::stopping, Worker::running)
                .containsExactly(tuple(Worker.State.DRAINING, true, 1));
        assertThat(find(job.id()).state()).isEqualTo(JobState.RUNNING);
        assertThat(store.workers().drain(worker, false)).isTrue();
        assertThat(told(worker)).isEqualTo(pulse(false, false));
        assertThat(store.workers().acts(worker, 5))
                .extracting(act -> act.by() + " " + act.verb() + " " + act.reason())
                .containsExactly("code UNDRAIN null", "ann STOP deploy");
    }

    @Test
    void a_worker_is_given_other_slots_and_hears_them_with_each_heartbeat() {
        Registration registration =
                new Registration("w", "host", 1, "1", Map.of("mail", 2, "*", 10, "idle", 1), Set.of("a"));
        long worker = store.workers().register(registration);
        Map<String, Integer> slots = Map.of("mail", 7, "*", 10, "idle", 0);
        assertThat(store.workers().giveSlots(worker, slots, "ann", "more mails"))
                .isTrue();
        assertThat(store.workers().heartbeat(worker).slots()).isEqualTo(slots);
        assertThat(store.workers().heartbeat(worker).slots()).isEqualTo(slots);
        assertThat(store.workers().list())
                .extracting(Worker::registration)
                .containsExactly(registration.withSlots(Map.of("idle", 0, "mail", 7)));
        assertThat(store.workers().acts(worker, 5))
                .extracting(act -> act.by() + " " + act.verb() + " " + act.reason())
                .containsExactly("ann SLOTS more mails");
    }

    @Test
    void of_a_worker_that_has_stopped_or_is_lost_nothing_is_asked() {
        long stopped = worker("stopped");
        store.workers().stop(stopped);
        long lost = worker("lost");
        clock.advance(LEASE.plusSeconds(1));
        store.jobs().rescue(LEASE, 3, 10);
        for (long worker : List.of(stopped, lost, 987_654L)) {
            assertThat(store.workers().askStop(worker, "ann", null)).isFalse();
            assertThat(store.workers().giveSlots(worker, Map.of("*", 3), "ann", null))
                    .isFalse();
            assertThat(store.workers().drain(worker, true, "ann", null)).isFalse();
            assertThat(store.workers().acts(worker, 5)).isEmpty();
        }
        assertThat(store.workers().list())
                .extracting(Worker::state)
                .containsOnly(Worker.State.STOPPED, Worker.State.LOST);
    }

    @Test
    void what_a_worker_uses_is_kept_until_it_says_something_else() {
        long worker = worker();
        assertThat(usage(worker)).isNull();
        Usage first = new Usage(37, 200_000_000L, 4_000_000_000L, 412);
        store.workers().heartbeat(worker, null, null, first);
        assertThat(usage(worker)).isEqualTo(first);
        store.workers().heartbeat(worker);
        assertThat(usage(worker)).isEqualTo(first);
        Usage second = new Usage(0, 1, 2, 0);
        store.workers().heartbeat(worker, null, null, second);
        assertThat(usage(worker)).isEqualTo(second);
        long without = worker("without");
        store.workers().heartbeat(without, null, null, new Usage(null, 5, 6, 7));
        assertThat(usage(without)).isEqualTo(new Usage(null, 5, 6, 7));
    }

    private @Nullable Usage usage(long id) {
        return store.workers().list().stream()
                .filter(worker -> worker.id() == id)
                .findFirst()
                .orElseThrow()
                .usage();
    }

    @Test
    void a_heartbeat_tells_the_queues_that_a_list_tells_or_none() {
        store.queues().limit("mail", new Limits(3, null, null));
        store.queues().pause("slow", "alice", "too much", null);
        Pulse pulse = store.workers().heartbeat(worker());
        if (pulse.sight() != null) {
            assertThat(pulse.sight().now()).isEqualTo(store.now());
            assertThat(pulse.sight().queues())
                    .containsExactlyInAnyOrderElementsOf(store.queues().list());
        }
        assertThat(pulse.known()).isTrue();
    }

    @Test
    void a_heartbeat_that_says_there_is_nothing_to_rescue_is_right() {
        long dies = worker();
        running(dies);
        running(dies);
        assertThat(mayRescue(worker())).isNotEqualTo(true);

        clock.advance(LEASE.plusSeconds(1));
        long lives = worker();
        assertThat(mayRescue(lives)).as("of one that is silent").isNotEqualTo(false);
        if (store.jobs().rescue(LEASE, 3, 1).size() == 1) {
            assertThat(mayRescue(lives)).as("of one of whose jobs one is left").isNotEqualTo(false);
            assertThat(store.jobs().rescue(LEASE, 3, 10)).hasSize(1);
        }
        assertThat(mayRescue(lives)).isNotEqualTo(true);

        store.workers().heartbeat(worker());
        clock.set(clock.instant().minus(LEASE).minusSeconds(1));
        assertThat(mayRescue(lives)).as("of one whose time has not come").isNotEqualTo(false);
    }

    @Test
    void what_was_taken_from_a_lost_worker_is_known_the_latest_first() {
        long worker = worker();
        Job first = running(worker);
        Job second = running(worker);
        end(running(worker), SUCCEED);
        Job elsewhere = running(worker("another"));
        assertThat(store.workers().rescued(worker, 10)).isEmpty();
        clock.advance(LEASE.plus(1, MICROS));
        store.jobs().rescue(LEASE, 3, 100);
        assertThat(store.workers().rescued(worker, 10))
                .containsExactly(
                        new Rescued(first.id(), 1, clock.instant()), new Rescued(second.id(), 1, clock.instant()));
        assertThat(store.workers().rescued(worker, 1)).hasSize(1);
        assertThat(store.workers().list())
                .extracting(Worker::id, Worker::rescued)
                .containsExactlyInAnyOrder(tuple(worker, 2), tuple(elsewhere.workerId(), 1));
    }

    /** Null if the store leaves it open. */
    private @Nullable Boolean mayRescue(long worker) {
        Sight sight = store.workers().heartbeat(worker, LEASE, null, null).sight();
        return sight == null ? null : (Boolean) sight.mayRescue();
    }

    /** Without what no worker asks for. */
    private Pulse told(long worker) {
        Pulse pulse = store.workers().heartbeat(worker);
        assertThat(pulse.slots()).isNotEmpty();
        return new Pulse(pulse.known(), pulse.draining(), pulse.stopping(), Map.of(), null);
    }

    private static Pulse pulse(boolean draining, boolean stopping) {
        return new Pulse(true, draining, stopping, Map.of(), null);
    }

    @Test
    void nobody_cannot_be_drained() {
        assertThat(store.workers().drain(987_654, true)).isFalse();
    }

    @Test
    void a_worker_that_stops_hands_its_jobs_back_and_they_count_nothing() {
        long worker = worker();
        Job job = running(worker);
        clock.advance(Duration.ofSeconds(2));
        store.workers().stop(worker);
        Job back = find(job.id());
        assertThat(back.state()).isEqualTo(JobState.QUEUED);
        assertThat(back.attempt()).isZero();
        assertThat(back.crashes()).isZero();
        assertThat(store.archive().attempts(job.id()))
                .extracting(Attempt::outcome)
                .containsExactly(Attempt.Outcome.RELEASED);
        assertThat(store.workers().heartbeat(worker).known()).isFalse();
        assertThat(finish(job, SUCCEED).lost()).hasSize(1);
        assertThat(claimOne(worker()).id()).isEqualTo(job.id());
    }

    @Test
    void a_worker_that_has_stopped_is_not_rescued() {
        long worker = worker();
        store.workers().stop(worker);
        clock.advance(LEASE.multipliedBy(2));
        assertThat(store.jobs().rescue(LEASE, 3, 10)).isEmpty();
        assertThat(store.workers().list())
                .filteredOn(w -> w.id() == worker)
                .allMatch(w -> w.state() == Worker.State.STOPPED);
    }

    @Test
    void requests_to_cancel_are_told_to_the_worker_that_runs_the_job() {
        long worker = worker();
        Job job = running(worker);
        running(worker);
        assertThat(store.workers().cancelRequests(worker)).isEmpty();
        store.jobs().cancel(job.id(), "ann", "wrong recipient");
        assertThat(store.workers().cancelRequests(worker)).containsOnlyKeys(job.id());
        assertThat(store.workers().cancelRequests(worker).get(job.id())).contains("wrong recipient");
        assertThat(store.workers().cancelRequests(worker("another"))).isEmpty();
        end(job, new dev.rota.store.Transition.Cancel("wrong recipient"));
        assertThat(store.workers().cancelRequests(worker)).isEmpty();
    }

    @Test
    void types_elsewhere_are_those_of_other_living_workers() {
        long self = store.workers().register(registration("self", "own.type", "shared.type"));
        long other = store.workers().register(registration("other", "shared.type", "other.type"));
        assertThat(store.workers().typesElsewhere(self, LEASE)).containsExactlyInAnyOrder("shared.type", "other.type");
        clock.advance(LEASE.plusSeconds(1));
        assertThat(store.workers().typesElsewhere(self, LEASE)).isEmpty();
        store.workers().heartbeat(other);
        assertThat(store.workers().typesElsewhere(self, LEASE)).hasSize(2);
        store.workers().stop(other);
        assertThat(store.workers().typesElsewhere(self, LEASE)).isEmpty();
    }
}
