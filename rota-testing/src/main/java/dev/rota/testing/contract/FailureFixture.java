package dev.rota.testing.contract;

import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.store.FailureStore;
import dev.rota.store.FailureStore.Group;
import dev.rota.store.FailureStore.Status;
import dev.rota.store.Transition;
import dev.rota.store.WorkerStore;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Jobs that fail alike, for contracts about what is made of that. */
abstract class FailureFixture extends StoreContract {
    static final Duration HOUR = Duration.ofHours(1);
    static final String ALIKE = "aaaaaaaaaaaaaaaa";
    static final String OTHER = "bbbbbbbbbbbbbbbb";

    FailureFixture(ContractStore fixture) {
        super(fixture);
    }

    FailureStore failures() {
        return store.failures();
    }

    static JobError error(String fingerprint, String message) {
        return new JobError("java.io.IOException", message, "at Somewhere", fingerprint, "IOException at Mailer.send");
    }

    static Transition retry(String fingerprint) {
        return new Transition.Retry(HOUR, error(fingerprint, "no route"), null);
    }

    static Transition fail(String fingerprint) {
        return new Transition.Fail(error(fingerprint, "no route"), "all attempts are used up");
    }

    long failOne(long worker, String fingerprint) {
        Job job = running(worker);
        end(job, fail(fingerprint));
        return job.id();
    }

    Group group(String fingerprint) {
        return failures().find(fingerprint).orElseThrow();
    }

    Status status(String fingerprint) {
        return group(fingerprint).status(store.now());
    }

    long workerOf(String version) {
        return store.workers()
                .register(new WorkerStore.Registration(
                        "worker", "host", 1, version, Map.of("*", 10), Set.of(TYPE.name())));
    }
}
