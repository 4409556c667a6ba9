package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.store.Store;
import dev.rota.store.Transition;
import dev.rota.store.WorkerStore;
import dev.rota.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What all contracts share: a store on an empty database, a clock that stands still, and short words for the verbs. */
@Timeout(120)
public abstract class StoreContract {
    static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    static final String QUEUE = "default";
    static final JobType<Void> TYPE = JobType.of("contract.work");
    static final JobType<Void> OTHER_TYPE = JobType.of("contract.other");
    static final Duration LEASE = Duration.ofSeconds(15);
    static final JobError ERROR =
            new JobError("java.io.IOException", "no route to host", "at Somewhere", "0123456789abcdef");
    static final Transition SUCCEED = new Transition.Succeed(null);

    final TestClock clock = TestClock.at(START);
    final ContractStore fixture;

    @SuppressWarnings("NullAway.Init")
    Store store;

    private final List<Store> others = new ArrayList<>();

    /** For the contracts of this package. */
    StoreContract(ContractStore fixture) {
        this.fixture = fixture;
    }

    @BeforeEach
    void openStore() {
        store = open();
    }

    /** Overridden where a database without tables is wanted. */
    Store open() {
        return fixture.open(clock);
    }

    @AfterEach
    void checkAndCloseStore() {
        try {
            checkInvariants();
        } finally {
            others.forEach(Store::close);
            store.close();
        }
    }

    /** Overridden where the store cannot be read any more. */
    void checkInvariants() {
        StoreInvariants.check(store);
    }

    /** As another process would open it. Closed after the test. */
    Store anotherStore() {
        Store another = fixture.another(clock);
        others.add(another);
        return another;
    }

    static NewJob job() {
        return NewJob.of(TYPE, "{}");
    }

    static NewJob delayed(Duration delay) {
        return job().when(NewJob.When.in(delay));
    }

    Enqueued put(NewJob job) {
        return store.jobs().enqueue(List.of(job)).get(0);
    }

    long enqueue(NewJob job) {
        return put(job).id();
    }

    List<Long> enqueueAll(List<NewJob> jobs) {
        return store.jobs().enqueue(jobs).stream().map(Enqueued::id).toList();
    }

    long worker() {
        return worker("worker");
    }

    long worker(String name) {
        return store.workers().register(registration(name, TYPE.name(), OTHER_TYPE.name()));
    }

    static WorkerStore.Registration registration(String name, String... types) {
        return new WorkerStore.Registration(name, "host", 4711, "1.0", Map.of("*", 10), Set.of(types));
    }

    /** Claims from queues without limits; from {@link #QUEUE} if none is named. */
    List<Job> claim(long worker, int most, String... queues) {
        return ask(worker, wish(false, most, queues)).claimed();
    }

    /** Claims from queues with limits. */
    List<Job> claimLimited(long worker, int most, String... queues) {
        return ask(worker, wish(true, most, queues)).claimed();
    }

    Exchange.Answer ask(long worker, Exchange.ClaimRequest... requests) {
        return store.jobs().exchange(new Exchange(worker, List.of(), List.of(requests), Set.of()));
    }

    static Exchange.ClaimRequest wish(boolean limited, int most, String... queues) {
        return new Exchange.ClaimRequest(queues.length == 0 ? Set.of(QUEUE) : Set.of(queues), limited, most);
    }

    /** The one job that can be claimed. */
    Job claimOne(long worker) {
        List<Job> claimed = claim(worker, 10);
        assertThat(claimed).as("claimable jobs").hasSize(1);
        return claimed.get(0);
    }

    /** A job that was enqueued and claimed just now. */
    Job running(long worker) {
        return running(worker, job());
    }

    Job running(long worker, NewJob job) {
        long id = enqueue(job);
        if (job.exclusion() != null) {
            store.jobs().releaseBlocked(100);
        }
        List<Job> claimed = claim(worker, 1, job.queue());
        assertThat(ids(claimed)).containsExactly(id);
        return claimed.get(0);
    }

    Exchange.Answer finish(Job job, Transition transition) {
        return finish(new Finish(job, transition, null));
    }

    Exchange.Answer finish(Finish finish) {
        return store.jobs().exchange(new Exchange(workerOf(finish.job()), List.of(finish), List.of(), Set.of()));
    }

    static long workerOf(Job job) {
        Long worker = job.workerId();
        if (worker == null) {
            throw new AssertionError("Job " + job.id() + " was claimed by nobody");
        }
        return worker;
    }

    /** Finishes a job that must still be held. */
    void end(Job job, Transition transition) {
        assertThat(finish(job, transition).lost()).as("lost finishes").isEmpty();
    }

    static Transition retry(Duration delay) {
        return new Transition.Retry(delay, ERROR, null);
    }

    static Transition fail() {
        return new Transition.Fail(ERROR, "used up");
    }

    Job find(long id) {
        return store.archive()
                .find(id)
                .orElseThrow(() -> new AssertionError("Job " + id + " is not in the store, expected it to be"));
    }

    JobState state(long id) {
        return find(id).state();
    }

    static List<Long> ids(List<Job> jobs) {
        return jobs.stream().map(Job::id).toList();
    }
}
