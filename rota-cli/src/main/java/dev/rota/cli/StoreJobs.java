package dev.rota.cli;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.DuplicateJobException;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.job.OnConflict;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.JobStore.Change;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.store.OperatorAct;
import dev.rota.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Jobs of a database. */
final class StoreJobs implements Target.Jobs {
    private static final int LINES = 1000;
    private static final Duration STACK_PATIENCE = Duration.ofSeconds(2);

    private final Store store;
    private final String user;
    private final StoreActs acts;

    StoreJobs(Store store, String user, StoreActs acts) {
        this.store = store;
        this.user = user;
        this.acts = acts;
    }

    @Override
    public Body page(String text, int limit, @Nullable String cursor) {
        JobFilter filter = JobFilter.parse(List.of(text), store.now());
        Query query = filter.query().limit(limit).before(cursor == null ? null : before(cursor));
        Instant since = Objects.requireNonNullElse(filter.since(), Instant.MIN);
        // The newest come first, so that the first that is too old ends the list.
        List<Job> jobs = store.archive().list(query).stream()
                .takeWhile(job -> !job.times().enqueuedAt().isBefore(since))
                .toList();
        boolean more = jobs.size() == limit && !isLast(query, jobs);
        return new Shape()
                .putAll(
                        "items",
                        jobs.stream().map(job -> JobBodies.job(job, null)).toList())
                .put(
                        "page",
                        new Shape()
                                .put(
                                        "next",
                                        more
                                                ? String.valueOf(
                                                        jobs.get(limit - 1).id())
                                                : null)
                                .put("prev", (Object) null)
                                .put("limit", limit)
                                .put("matched", (Object) null)
                                .put("searchedBackTo", (Object) null)
                                .put("truncated", false)
                                .body())
                .body();
    }

    private boolean isLast(Query query, List<Job> jobs) {
        return store.archive()
                .list(query.before(jobs.get(jobs.size() - 1).id()).limit(1))
                .isEmpty();
    }

    private static Long before(String cursor) {
        try {
            return Long.valueOf(cursor);
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--cursor is \"" + cursor + "\": expected page.next of another list of this database.",
                    e);
        }
    }

    @Override
    public Optional<Body> find(long id) {
        return store.archive()
                .find(id)
                .map(job -> JobBodies.job(job, store.archive().whyWaiting(id).orElse(null)));
    }

    @Override
    public Body require(long id) {
        return find(id).orElseThrow(() -> CommandFailure.notFound(gone(id)));
    }

    /** As a server says it. How long jobs are kept is for the workers to know. */
    private String gone(long id) {
        return store.archive().acts(id).stream()
                .filter(act -> act.verb() == OperatorAct.Verb.DELETE)
                .reduce((first, second) -> second)
                .map(act -> "Job " + id + " was deleted by " + act.by() + " on " + Moments.full(act.at())
                        + (act.reason() == null || act.reason().isBlank() ? "" : ": " + act.reason())
                        + ". What was done to it by hand stands in the audit.")
                .orElseGet(() -> JobsCommand.noJob(id));
    }

    @Override
    public Body attempts(long id) {
        return Body.ofItems(
                store.archive().attempts(id).stream().map(JobBodies::attempt).toList());
    }

    @Override
    public Body stack(long id) {
        Job job = store.archive().find(id).orElseThrow(() -> CommandFailure.notFound(gone(id)));
        // Never started: it asks, and works nothing.
        List<String> frames = Rota.builder(store, new JacksonCodec())
                .build()
                .jobs()
                .stack(id, STACK_PATIENCE)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.TIMED_OUT,
                        "Worker " + job.workerId() + ", which runs job " + id + ", has not answered within "
                                + Moments.length(STACK_PATIENCE) + ": see rota workers list whether it lives."));
        return new Shape()
                .put("id", id)
                .put("workerId", job.workerId())
                .put("frames", (Object) frames)
                .body();
    }

    @Override
    public Body log(long id, long after) {
        return Body.ofItems(store.archive().log(id, after, LINES).stream()
                .map(JobBodies::line)
                .toList());
    }

    @Override
    public Map<String, Target.Count> counts() {
        Map<JobState, Long> counts = new EnumMap<>(JobState.class);
        counts.putAll(store.archive().counts(Target.COUNT_CAP));
        Map<String, Target.Count> texts = new LinkedHashMap<>();
        counts.forEach(
                (state, count) -> texts.put(Words.of(state), new Target.Count(count, count >= Target.COUNT_CAP)));
        return texts;
    }

    @Override
    public Target.Made enqueue(Target.JobRequest request) {
        if (request.idempotencyKey() != null) {
            throw CommandFailure.usage(
                    "--idempotency-key is for servers: use --unique, which a database knows as well.");
        }
        try {
            Enqueued made = store.jobs().enqueue(List.of(job(request))).get(0);
            if (made.fresh()) {
                acts.record("job.enqueue", "job:" + made.id(), null);
            }
            Body job = find(made.id()).orElseThrow(() -> CommandFailure.notFound(JobsCommand.noJob(made.id())));
            return new Target.Made(job, made.fresh());
        } catch (DuplicateJobException e) {
            throw new CommandFailure(ExitCode.CONFLICT, Main.sentence(e), e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, Main.sentence(e), e);
        }
    }

    /** What the type says is known to the programs that have its handler, and to jobs that they have made. */
    private NewJob job(Target.JobRequest request) {
        NewJob job = store.archive().list(Query.NEWEST.type(request.type()).limit(1)).stream()
                .findFirst()
                .map(StoreJobs::again)
                .orElseGet(() -> NewJob.of(JobType.of(request.type()), "{}"));
        job = withArgs(job, Objects.requireNonNullElse(request.args(), "{}"))
                .tags(request.tags())
                .origin(new NewJob.Origin(null, null, user, null));
        job = request.queue() == null ? job : job.queue(request.queue());
        job = request.priority() == null ? job : job.priority(request.priority());
        job = request.at() == null ? job : job.when(NewJob.When.at(request.at()));
        job = request.delay() == null ? job : job.when(NewJob.When.in(request.delay()));
        if (request.uniqueKey() == null) {
            return job;
        }
        return job.unique(UniqueKey.of(request.uniqueKey())
                .onConflict(request.rejectDuplicate() ? OnConflict.REJECT : OnConflict.KEEP));
    }

    private static NewJob again(Job job) {
        return job.request().when(NewJob.When.NOW).unique(null).exclusion(null);
    }

    private static NewJob withArgs(NewJob job, String args) {
        try {
            DataReader.check(args);
        } catch (JacksonException e) {
            throw new CommandFailure(ExitCode.USAGE, DataReader.notJson("--args", e), e);
        }
        return new NewJob(
                job.type(),
                job.version(),
                args,
                job.queue(),
                job.priority(),
                job.maxAttempts(),
                job.timeout(),
                job.when(),
                job.tags(),
                null,
                null,
                job.origin());
    }

    @Override
    public Target.Outcome change(long id, JobChange change) {
        Optional<Job> before = store.archive().find(id);
        if (before.isEmpty()) {
            return Target.Outcome.of(Change.NOT_FOUND);
        }
        Amending amending = Amending.of(change.action(), change.value());
        if (amending != null) {
            return amend(before.get(), amending, change);
        }
        Change made = plainly(id, change);
        if (made == Change.DONE || made == Change.REQUESTED) {
            acts.record("job." + change.action(), "job:" + id, change.reason());
        }
        return outcome(before.get(), made);
    }

    private Change plainly(long id, JobChange change) {
        String reason = change.reason();
        return switch (change.action()) {
            case "retry" -> store.jobs().retry(id, user, reason);
            case "run-now" -> store.jobs().runNow(id, user, reason);
            case "delete" -> store.jobs().delete(id, user, reason);
            case "cancel" -> store.jobs().cancel(id, user, reason == null ? "cancelled by " + user : reason);
            default -> throw new IllegalArgumentException(change.action());
        };
    }

    private Target.Outcome amend(Job job, Amending amending, JobChange change) {
        Body before = JobBodies.job(job, null);
        if (amending.isDone(before)) {
            return Target.Outcome.of(Change.DONE);
        }
        try {
            Change made = store.jobs().amend(job.id(), amending.of(job.tags()), user, change.reason());
            if (made == Change.DONE) {
                Body after = JobBodies.job(store.archive().find(job.id()).orElse(job), null);
                acts.record("job.amend", "job:" + job.id(), change.reason(), amendable(before), amendable(after));
            }
            return outcome(job, made);
        } catch (IllegalArgumentException e) {
            return Target.Outcome.notValid(e);
        }
    }

    private static Body amendable(Body job) {
        return new Shape()
                .put("dueAt", job.members().get("dueAt"))
                .put("priority", job.members().get("priority"))
                .put("queue", job.members().get("queue"))
                .put("tags", job.members().get("tags"))
                .body();
    }

    private static Target.Outcome outcome(Job before, Change made) {
        return made == Change.NOT_ALLOWED
                ? Target.Outcome.notAllowedIn(Words.of(before.state()))
                : Target.Outcome.of(made);
    }
}
