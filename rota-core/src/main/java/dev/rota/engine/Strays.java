package dev.rota.engine;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobArchive;
import dev.rota.store.JobArchive.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Finds jobs that stand under this worker although nobody here holds them. The connection broke after the exchange that
 * claimed them was committed and before its answer came; while the worker lives, nobody else would take them.
 */
final class Strays {
    private static final int PAGE = 1_000;

    private Strays() {}

    /** To be called by the thread that claims, when no exchange is under way. */
    static List<Job> find(JobArchive archive, Worker worker, Attempts attempts) {
        // Looked up before what is held is: what ends meanwhile is then held, or ended, or refused by its lease.
        List<Job> mine = new ArrayList<>();
        Query query = Query.NEWEST.states(JobState.RUNNING).limit(PAGE);
        List<Job> page = archive.list(query);
        while (!page.isEmpty()) {
            page.stream()
                    .filter(job -> Objects.equals(job.workerId(), worker.id()))
                    .forEach(mine::add);
            page = page.size() < PAGE
                    ? List.of()
                    : archive.list(query.before(page.get(page.size() - 1).id()));
        }
        mine.removeIf(job -> worker.find(job.id()).isPresent() || attempts.hasEnded(job.id()));
        return mine;
    }
}
