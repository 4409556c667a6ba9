package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.JobStore.Retention;
import dev.rota.store.OperatorAct;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says of a job that is not there what has become of it, as far as that is known. */
final class GoneJobs {
    private GoneJobs() {}

    /** The job of that id. */
    static Job require(Rota rota, long id) {
        return rota.jobs().find(id).orElseThrow(() -> problem(rota, id));
    }

    private static Problem problem(Rota rota, long id) {
        List<OperatorAct> acts = rota.jobs().acts(id);
        Optional<OperatorAct> deleted = acts.stream()
                .filter(act -> act.verb() == OperatorAct.Verb.DELETE)
                .reduce((first, second) -> second);
        if (deleted.isPresent()) {
            return byHand(id, deleted.get());
        }
        return madeBefore(rota, id)
                .filter(before -> Duration.between(before, rota.store().now())
                                .compareTo(kept(rota).history())
                        > 0)
                .map(before -> byRetention(id, before, kept(rota)))
                .orElseGet(() -> Problem.notFound("job", id));
    }

    private static Retention kept(Rota rota) {
        return rota.configuration().retention();
    }

    /** When the next job that there is was enqueued: ids grow with time. Empty if there never was such an id. */
    private static Optional<Instant> madeBefore(Rota rota, long id) {
        return id < 1
                ? Optional.empty()
                : rota.jobs().list(Query.NEWEST.after(id).limit(1)).stream()
                        .findFirst()
                        .map(job -> job.times().enqueuedAt());
    }

    private static Problem byHand(long id, OperatorAct act) {
        String why = act.reason() == null || act.reason().isBlank() ? "" : ": " + act.reason();
        return Problem.of(
                        410,
                        "deleted",
                        "The job was deleted",
                        "Job " + id + " was deleted by " + act.by() + " on " + Times.utc(act.at()) + why)
                .hint("What was done to it by hand stands in the audit.");
    }

    /** Which job had the id nobody knows any more, nor whether one had it: only what the rule says is said. */
    private static Problem byRetention(long id, Instant before, Retention kept) {
        return Problem.of(
                        410,
                        "deleted",
                        "The job is not kept any more",
                        "Job " + id + " is not kept any more: jobs of this number and before were made before "
                                + Times.utc(before) + ", and jobs that succeeded or were cancelled are deleted "
                                + Times.rough(kept.history()) + " after their end, failed ones after "
                                + Times.rough(kept.failed()))
                .hint("rota.retention says how long jobs are kept.");
    }
}
