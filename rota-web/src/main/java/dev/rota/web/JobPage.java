package dev.rota.web;

import dev.rota.console.Scope;
import dev.rota.job.Attempt;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLevel;
import dev.rota.job.NewJob;
import dev.rota.job.UniqueKey;
import dev.rota.store.FailureStore.Group;
import dev.rota.store.OperatorAct;
import dev.rota.store.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        @Nullable Wait waitingFor,
        boolean handled,
        @Nullable String stack) {
    /** Mails that are shown of a job; that there are more is told. */
    static final int MOST_MAILS = 5;

    private static final int LONGEST_MAIL = 100;

    /** What {@code origin} says of a clone, by a page or by REST. */
    private static final Pattern CLONE = Pattern.compile("a clone of job (\\d{1,18})$");

    /**
     * What is read besides the job.
     *
     * @param handled whether this program has a handler for its type
     * @param group of the last attempt that failed; null if there is none
     */
    record Parts(
            List<Attempt> attempts,
            List<OperatorAct> acts,
            List<Clones.Made> clones,
            List<MailFolder.Filed> mails,
            LogRows log,
            @Nullable Wait waitingFor,
            boolean handled,
            boolean revealed,
            @Nullable Group group,
            @Nullable String stack) {}

    /** A name and a value; with a link if there is something to see. */
    record Fact(String name, String value, @Nullable String href) {}

    /** Something that happened; {@code delta} is the time since the job was made. */
    record Event(
            Instant at,
            String delta,
            Look look,
            Text text,
            @Nullable String detail) {}

    /** Why it waits: a sentence, of which a part may be a time. */
    record Wait(String before, @Nullable Instant until, String after) {
        static Wait of(Waiting waiting) {
            String words = waiting.words();
            String time = String.valueOf(waiting.until());
            int at = waiting.until() == null ? -1 : words.indexOf(time);
            return at < 0
                    ? new Wait(words, null, "")
                    : new Wait(words.substring(0, at), waiting.until(), words.substring(at + time.length()));
        }
    }

    /** A sentence, of which a part may be a link. */
    record Text(
            String before,
            @Nullable String linked,
            @Nullable String href,
            String after) {
        static Text of(String text) {
            return new Text(text, null, null, "");
        }
    }

    /**
     * An attempt that failed.
     *
     * @param last whether it is the last one
     * @param alike how many failures are like it, in words; empty if that is not known
     */
    record Failure(int number, ErrorText error, boolean last, String alike) {}

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
                facts(shell, job, parts.mails()),
                timeline(shell, job, parts),
                JobProgressText.of(job, shell.time()),
                failures(parts.attempts(), parts.group()),
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

    private static List<Fact> facts(Shell shell, Job job, List<MailFolder.Filed> mails) {
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
        addOrigin(facts, shell, request.origin().by());
        addElsewhere(facts, shell, job);
        addMails(facts, shell, mails);
        if (job.workerId() != null) {
            facts.add(new Fact("Worker", String.valueOf(job.workerId()), shell.workerHref(job.workerId())));
        }
        add(facts, "Arguments version", request.version() == 1 ? null : String.valueOf(request.version()));
        return facts;
    }

    private static void addOrigin(List<Fact> facts, Shell shell, @Nullable String by) {
        add(facts, "Enqueued by", by);
        Matcher clone = CLONE.matcher(by == null ? "" : by);
        if (clone.find()) {
            facts.add(new Fact("Clone of", "job " + clone.group(1), shell.root() + "/jobs/" + clone.group(1)));
        }
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

    private static void addMails(List<Fact> facts, Shell shell, List<MailFolder.Filed> mails) {
        mails.stream().limit(MOST_MAILS).forEach(mail -> {
            String text = (mail.subject().isBlank() ? "(no subject)" : mail.subject()) + " to " + mail.to();
            facts.add(new Fact(
                    "Mail",
                    text.length() <= LONGEST_MAIL ? text : Labels.shortened(text, LONGEST_MAIL) + "…",
                    shell.root() + "/mails/" + mail.number()));
        });
        if (mails.size() > MOST_MAILS) {
            facts.add(new Fact("Mail", "and more", shell.root() + "/mails"));
        }
    }

    private static void add(List<Fact> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.add(new Fact(name, value, null));
        }
    }

    private static List<Event> timeline(Shell shell, Job job, Parts parts) {
        Instant start = job.times().enqueuedAt();
        List<Event> events = new ArrayList<>();
        String schedule = job.request().origin().schedule();
        String by = job.request().origin().by();
        events.add(new Event(
                start,
                "",
                new Look("●", "Enqueued", "neutral"),
                schedule != null
                        ? new Text("by schedule ", schedule, shell.scheduleHref(schedule), "")
                        : Text.of(by == null ? "" : "by " + by),
                null));
        for (Attempt attempt : parts.attempts()) {
            events.add(event(shell, attempt, start));
        }
        for (OperatorAct act : parts.acts()) {
            events.add(event(act, start));
        }
        Instant finished = job.times().finishedAt();
        List<Event> later = new ArrayList<>();
        for (Clones.Made clone : parts.clones()) {
            boolean over = finished != null && clone.at().isAfter(finished);
            (over ? later : events).add(event(shell, clone, start));
        }
        events.sort(Comparator.comparing(Event::at));
        later.sort(Comparator.comparing(Event::at));
        if (finished != null) {
            events.add(new Event(finished, delta(start, finished), Look.of(job.state()), Text.of(""), job.reason()));
        } else if (job.state() != JobState.RUNNING) {
            Instant due = job.times().dueAt();
            events.add(new Event(due, delta(start, due), Look.of(job.state()), Text.of("due"), job.reason()));
        }
        events.addAll(later);
        return events;
    }

    private static Event event(OperatorAct act, Instant start) {
        return new Event(
                act.at(), delta(start, act.at()), Look.of(act.verb()), Text.of("by " + act.by()), act.reason());
    }

    private static Event event(Shell shell, Clones.Made clone, Instant start) {
        return new Event(
                clone.at(),
                delta(start, clone.at()),
                new Look("●", "Cloned", "neutral"),
                new Text("as ", "job " + clone.id(), shell.jobHref(clone.id()), " by " + clone.by()),
                null);
    }

    private static Event event(Shell shell, Attempt attempt, Instant start) {
        Instant ended = attempt.endedAt();
        String ran = ended == null ? "" : " · ran " + Times.took(Duration.between(attempt.startedAt(), ended));
        String detail = attempt.error() != null ? ErrorText.headline(attempt.error()) : attempt.reason();
        return new Event(
                attempt.startedAt(),
                delta(start, attempt.startedAt()),
                Look.of(attempt.outcome()),
                new Text(
                        "Attempt " + attempt.number() + " on ",
                        "worker " + attempt.workerId(),
                        shell.workerHref(attempt.workerId()),
                        ran),
                detail);
    }

    private static String alike(ErrorText error, @Nullable Group group) {
        boolean others = group != null && group.fingerprint().equals(error.fingerprint()) && group.occurrences() > 1;
        return group == null || !others
                ? ""
                : "same fingerprint as " + Labels.counted(group.occurrences() - 1, "other failure", "other failures");
    }

    private static String delta(Instant start, Instant at) {
        Duration since = Duration.between(start, at);
        return since.isNegative() ? "" : "+" + Times.took(since);
    }

    private static List<Failure> failures(List<Attempt> attempts, @Nullable Group group) {
        List<Failure> failures = new ArrayList<>();
        for (int i = attempts.size() - 1; i >= 0; i--) {
            ErrorText error = ErrorText.of(attempts.get(i).error());
            if (error != null) {
                failures.add(new Failure(attempts.get(i).number(), error, failures.isEmpty(), alike(error, group)));
            }
        }
        return failures;
    }
}
