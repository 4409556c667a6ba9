package dev.rota.web;

import dev.rota.console.Scope;
import dev.rota.job.Attempt;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLevel;
import dev.rota.job.NewJob;
import dev.rota.job.UniqueKey;
import dev.rota.store.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One job, with all that is known of it.
 *
 * @param attempts that failed, the last one first
 * @param numbers of all attempts, the first one first
 * @param revealed true if nothing in the arguments is hidden
 * @param stack where its handler is, or in words why that cannot be told; null if nobody asked
 */
record JobPage(
        Shell shell,
        Job job,
        Look look,
        List<JobAction> actions,
        List<Fact> facts,
        List<Event> timeline,
        @Nullable JobProgressText progress,
        List<Failure> attempts,
        List<Integer> numbers,
        LogRows log,
        String args,
        boolean revealed,
        @Nullable String result,
        @Nullable String waitingFor,
        boolean handled,
        @Nullable String stack) {

    /** What is read besides the job; {@code handled} if this program has a handler for its type. */
    record Parts(
            List<Attempt> attempts,
            List<Act> acts,
            LogRows log,
            @Nullable String waitingFor,
            boolean handled,
            boolean revealed,
            @Nullable String stack) {}

    /** A name and a value; with a link if there is something to see. */
    record Fact(String name, String value, @Nullable String href) {}

    /** Something that happened; {@code delta} is the time since the job was made. */
    record Event(
            Instant at,
            String delta,
            Look look,
            String text,
            @Nullable String detail) {}

    /** An attempt that failed; {@code last} if it is the last one. */
    record Failure(int number, ErrorText error, boolean last) {}

    /** A least level to show; {@code href} is the page with it. */
    record Level(String name, String href, boolean current) {}

    static JobPage of(Shell shell, Job job, Parts parts, Redactor redactor) {
        JsonNode result = redactor.result(job.result());
        return new JobPage(
                shell,
                job,
                Look.of(job.state()),
                JobAction.allowedIn(job.state()).stream()
                        .filter(action -> shell.may(action.scope()))
                        .toList(),
                facts(shell, job),
                timeline(job, parts.attempts(), parts.acts()),
                JobProgressText.of(job, shell.time()),
                failures(parts.attempts()),
                parts.attempts().stream().map(Attempt::number).distinct().toList(),
                parts.log(),
                Json.pretty(parts.revealed() ? Json.tree(job.args()) : redactor.args(job)),
                parts.revealed(),
                result == null ? null : Json.pretty(result),
                parts.waitingFor(),
                parts.handled(),
                parts.stack());
    }

    /** Where the log goes on; null if this is its end. */
    @Nullable
    String laterHref() {
        Long after = log.laterAfter();
        return after == null ? null : href(log.filter().text() + "&after=" + after + "#log");
    }

    /** Where the log begins; null if that is shown. */
    @Nullable
    String beginningHref() {
        return log.earlier() ? href(log.filter().text() + "&after=0#log") : null;
    }

    /** Where lines of the log are read from as they come. */
    String logSource() {
        return href(log.filter().text());
    }

    String logFile() {
        return shell.root() + "/api/v1/jobs/" + job.id() + "/logs?format=text"
                + (log.filter().attempt() == null
                        ? ""
                        : "&attempt=" + log.filter().attempt());
    }

    List<Level> levels() {
        return List.of(LogLevel.TRACE, LogLevel.INFO, LogLevel.WARN, LogLevel.ERROR).stream()
                .map(level -> new Level(
                        level == LogLevel.TRACE ? "All" : Labels.capitalized(Problem.lower(level)),
                        href(log.filter().level(level).text() + "#log"),
                        level == log.filter().least()))
                .toList();
    }

    private String href(String query) {
        return shell.jobHref(job.id()) + "?" + query;
    }

    boolean finished() {
        return job.state().isFinished();
    }

    boolean running() {
        return job.state() == JobState.RUNNING;
    }

    /** True if something is hidden that the reader may see. */
    boolean canReveal() {
        return !revealed && shell.may(Scope.JOBS_REVEAL) && args.contains(Redactor.BLANK);
    }

    boolean canAmend() {
        return JobAmendments.isAllowedIn(job.state()) && shell.may(Scope.JOBS_WRITE);
    }

    /** What is blocked is due when it is let go. */
    boolean canReschedule() {
        return job.state() != JobState.BLOCKED;
    }

    boolean canClone() {
        return handled && shell.may(Scope.JOBS_WRITE);
    }

    /** The key that presses the button of an act; null for none. */
    static @Nullable String key(JobAction action) {
        return switch (action) {
            case RETRY -> "r";
            case CANCEL -> "c";
            case RUN_NOW -> "n";
            case DELETE -> null;
        };
    }

    private static List<Fact> facts(Shell shell, Job job) {
        NewJob request = job.request();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Queue", job.queue(), shell.queueHref(job.queue())));
        facts.add(new Fact("Attempt", job.attempt() + " of at most " + job.maxAttempts(), null));
        add(facts, "Priority", request.priority() == 0 ? null : String.valueOf(request.priority()));
        add(facts, "Crashes", job.crashes() == 0 ? null : String.valueOf(job.crashes()));
        add(facts, "Timeout", request.timeout() == null ? null : Times.took(request.timeout()));
        UniqueKey unique = request.unique();
        add(facts, "Unique key", unique == null ? null : unique.key());
        ExclusionKey exclusion = request.exclusion();
        add(
                facts,
                "Exclusion key",
                exclusion == null ? null : exclusion.key() + " (" + exclusion.limit() + " at once)");
        String schedule = request.origin().schedule();
        if (schedule != null) {
            facts.add(new Fact("Schedule", schedule, shell.scheduleHref(schedule)));
        }
        add(facts, "Enqueued by", request.origin().by());
        addElsewhere(facts, shell, job);
        if (job.workerId() != null) {
            facts.add(new Fact("Worker", String.valueOf(job.workerId()), shell.root() + "/workers"));
        }
        add(facts, "Arguments version", request.version() == 1 ? null : String.valueOf(request.version()));
        return facts;
    }

    /** Where else this job has left something, as far as somebody has said where that is shown. */
    private static void addElsewhere(List<Fact> facts, Shell shell, Job job) {
        String trace = job.request().origin().trace();
        if (trace != null) {
            facts.add(new Fact("Trace", trace, Elsewhere.address(shell.rules().traceUrl(), job)));
        }
        String log = Elsewhere.address(shell.rules().logUrl(), job);
        if (log != null) {
            facts.add(new Fact("Program's log", "of this job", log));
        }
    }

    private static void add(List<Fact> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.add(new Fact(name, value, null));
        }
    }

    private static List<Event> timeline(Job job, List<Attempt> attempts, List<Act> acts) {
        Instant start = job.times().enqueuedAt();
        List<Event> events = new ArrayList<>();
        String schedule = job.request().origin().schedule();
        String by = job.request().origin().by();
        events.add(new Event(
                start,
                "",
                new Look("●", "Enqueued", "neutral"),
                schedule != null ? "by schedule " + schedule : by == null ? "" : "by " + by,
                null));
        for (Attempt attempt : attempts) {
            events.add(event(attempt, start));
        }
        for (Act act : acts) {
            events.add(event(act, start));
        }
        events.sort(Comparator.comparing(Event::at));
        Instant finished = job.times().finishedAt();
        if (finished != null) {
            events.add(new Event(finished, delta(start, finished), Look.of(job.state()), "", job.reason()));
        } else if (job.state() != JobState.RUNNING) {
            Instant due = job.times().dueAt();
            events.add(new Event(due, delta(start, due), Look.of(job.state()), "due", job.reason()));
        }
        return events;
    }

    private static Event event(Act act, Instant start) {
        return new Event(act.at(), delta(start, act.at()), Look.of(act.verb()), "by " + act.by(), act.reason());
    }

    private static Event event(Attempt attempt, Instant start) {
        Instant ended = attempt.endedAt();
        String ran = ended == null ? "" : " · ran " + Times.took(Duration.between(attempt.startedAt(), ended));
        String detail = attempt.error() != null ? ErrorText.headline(attempt.error()) : attempt.reason();
        return new Event(
                attempt.startedAt(),
                delta(start, attempt.startedAt()),
                Look.of(attempt.outcome()),
                "Attempt " + attempt.number() + " on worker " + attempt.workerId() + ran,
                detail);
    }

    private static String delta(Instant start, Instant at) {
        Duration since = Duration.between(start, at);
        return since.isNegative() ? "" : "+" + Times.took(since);
    }

    private static List<Failure> failures(List<Attempt> attempts) {
        List<Failure> failures = new ArrayList<>();
        for (int i = attempts.size() - 1; i >= 0; i--) {
            ErrorText error = ErrorText.of(attempts.get(i).error());
            if (error != null) {
                failures.add(new Failure(attempts.get(i).number(), error, failures.isEmpty()));
            }
        }
        return failures;
    }
}
