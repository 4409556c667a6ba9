package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.Operation;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobStore.Change;
import dev.rota.web.query.JobQuery;
import dev.rota.web.query.Key;
import dev.rota.web.query.Term;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Takes out of a queue what waits in it: each job is cancelled and deleted. What runs goes on, and what has failed stays to
 * be looked at.
 */
final class PurgeWork implements OperationRunner.Work {
    static final String ACTION = "purge";

    private static final Set<JobState> WAITING =
            EnumSet.of(JobState.QUEUED, JobState.SCHEDULED, JobState.RETRYING, JobState.BLOCKED);

    private final Rota rota;
    private final JobSearch search;
    private final Operation operation;
    private final JobQuery query;

    PurgeWork(Rota rota, JobSearch search, Operation operation) {
        this.rota = rota;
        this.search = search;
        this.operation = operation;
        this.query = JobFilter.parse(operation.order().query());
    }

    /** What waits in a queue, be it due or not. */
    static JobQuery waitingIn(String queue) {
        return new JobQuery(List.of(
                new Term.Texts(Key.QUEUE, List.of(new Term.Value(queue, false)), false),
                new Term.States(WAITING, false)));
    }

    @Override
    public long matched() {
        return search.count(query).value();
    }

    @Override
    public boolean batch(OperationRunner.Tally tally) {
        JobSearch.Found found = search.find(query, tally.cursor, OperationRunner.BATCH);
        for (Job job : found.jobs()) {
            purge(job, tally);
            tally.cursor = job.id();
        }
        tally.cursor = found.next() == null ? tally.cursor : found.next();
        return found.next() != null;
    }

    private void purge(Job job, OperationRunner.Tally tally) {
        String by = operation.order().createdBy() + " by operation " + operation.id();
        String reason = operation.order().reason();
        Change cancelled = rota.jobs().cancel(job.id(), by, reason == null ? "purged" : reason);
        if (cancelled == Change.REQUESTED) {
            tally.skip("had just begun, and was asked to stop", job.id());
        } else if (cancelled != Change.DONE || rota.jobs().delete(job.id(), by, reason) != Change.DONE) {
            tally.skip("did not wait any more", job.id());
        } else {
            tally.done++;
        }
    }
}
