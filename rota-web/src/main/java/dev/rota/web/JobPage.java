package dev.rota.web;

import dev.rota.job.Attempt;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.LogLine;
import dev.rota.job.NewJob;
import dev.rota.job.Progress;
import dev.rota.job.UniqueKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One job, with all that is known of it. */
record JobPage(
        Shell shell,
        Job job,
        Look look,
        List<JobAction> actions,
        List<Fact> facts,
        List<Event> timeline,
        @Nullable ErrorText error,
        List<LogRow> log,
        boolean logCut,
        String args,
        @Nullable String result,
        @Nullable String waitingFor,
        boolean handled) {
    private static final int LOG_LINES = 500;

    /** What is read besides the job; {@code handled} if this program has a handler for its type. */
    record Parts(
            List<Attempt> attempts,
            List<LogLine> log,
            @Nullable String waitingFor,
            boolean handled) {}

    /** A name and a value; with a link if there is something to see. */
    record Fact(String name, String value, @Nullable String href) {}

    /** Something that happened; {@code delta} is the time since the job was made. */
    record Event(
            Instant at,
            String delta,
            Look look,
            String text,
            @Nullable String detail) {}

    record LogRow(long seq, Instant at, String level, String hue, String text, String attempt) {}

    static JobPage of(Shell shell, Job job, Parts parts, Redactor redactor) {
        boolean cut = parts.log().size() > LOG_LINES;
        List<LogLine> log = cut ? parts.log().subList(0, LOG_LINES) : parts.log();
        JsonNode result = redactor.result(job.result());
        return new JobPage(
                shell,
                job,
                Look.of(job.state()),
                JobAction.allowedIn(job.state()).stream()
                        .filter(action -> shell.may(action.scope()))
                        .toList(),
                facts(shell, job),
                timeline(job, parts.attempts()),
                lastError(parts.attempts()),
                rows(log, parts.attempts()),
                cut,
                Json.pretty(redactor.args(job)),
                result == null ? null : Json.pretty(result),
                parts.waitingFor(),
                parts.handled());
    }

    /** How far it has come, in percent; null if that cannot be told. */
    @Nullable
    Integer percent() {
        Progress progress = job.progress();
        Long total = progress == null ? null : progress.total();
        return progress == null || total == null || total <= 0
                ? null
                : (int) Math.min(100, progress.processed() * 100 / total);
    }

    String progressText() {
        Progress progress = job.progress();
        if (progress == null) {
            return "";
        }
        String of = progress.total() == null ? "" : " of " + progress.total();
        String failed = progress.failed() == 0 ? "" : " · " + progress.failed() + " failed";
        String label = progress.label() == null ? "" : " · " + progress.label();
        return progress.processed() + of + failed + label;
    }

    /** Where the log goes on; null if this is its end. */
    @Nullable
    String laterHref() {
        return logCut
                ? shell.jobHref(job.id()) + "?after=" + log.get(log.size() - 1).seq() + "#log"
                : null;
    }

    boolean finished() {
        return job.state().isFinished();
    }

    private static List<Fact> facts(Shell shell, Job job) {
        NewJob request = job.request();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Queue", job.queue(), shell.jobsHref("queue=" + Urls.encoded(job.queue()))));
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
        add(facts, "Trace", request.origin().trace());
        if (job.workerId() != null) {
            facts.add(new Fact("Worker", String.valueOf(job.workerId()), shell.root() + "/workers"));
        }
        add(facts, "Arguments version", request.version() == 1 ? null : String.valueOf(request.version()));
        return facts;
    }

    private static void add(List<Fact> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.add(new Fact(name, value, null));
        }
    }

    private static List<Event> timeline(Job job, List<Attempt> attempts) {
        Instant start = job.times().enqueuedAt();
        List<Event> events = new ArrayList<>();
        String schedule = job.request().origin().schedule();
        events.add(new Event(
                start,
                "",
                new Look("●", "Enqueued", "neutral"),
                schedule == null ? "" : "by schedule " + schedule,
                null));
        for (Attempt attempt : attempts) {
            events.add(event(attempt, start));
        }
        Instant finished = job.times().finishedAt();
        if (finished != null) {
            events.add(new Event(finished, delta(start, finished), Look.of(job.state()), "", job.reason()));
        } else if (job.state() != dev.rota.job.JobState.RUNNING) {
            Instant due = job.times().dueAt();
            events.add(new Event(due, delta(start, due), Look.of(job.state()), "due", job.reason()));
        }
        return events;
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

    private static @Nullable ErrorText lastError(List<Attempt> attempts) {
        for (int i = attempts.size() - 1; i >= 0; i--) {
            if (attempts.get(i).error() != null) {
                return ErrorText.of(attempts.get(i).error());
            }
        }
        return null;
    }

    private static List<LogRow> rows(List<LogLine> log, List<Attempt> attempts) {
        Map<Long, Integer> numbers =
                attempts.stream().collect(Collectors.toMap(Attempt::lease, Attempt::number, (first, second) -> first));
        return log.stream()
                .map(line -> new LogRow(
                        line.seq(),
                        line.at(),
                        line.level().name(),
                        switch (line.level()) {
                            case ERROR -> "bad";
                            case WARN -> "attention";
                            default -> "neutral";
                        },
                        line.text(),
                        numbers.containsKey(line.lease()) ? String.valueOf(numbers.get(line.lease())) : ""))
                .toList();
    }
}
