package dev.rota.web;

import dev.rota.job.Attempt;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLine;
import dev.rota.job.NewJob;
import dev.rota.job.Progress;
import dev.rota.job.UniqueKey;
import dev.rota.schedule.Fire;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.QueueStore.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Bodies of answers. The names of their components are the contract: they may be added to, not changed. */
final class ApiViews {
    private ApiViews() {}

    /**
     * Where a page stands.
     *
     * @param truncated true if the search stopped before it came to the end or had found a page full
     */
    record PageView(
            @Nullable String next,
            @Nullable String prev,
            int limit,
            @Nullable MatchedView matched,
            @Nullable Instant searchedBackTo,
            boolean truncated) {}

    /** How many match; {@code relation} is eq, or gte where not all were counted. */
    record MatchedView(int value, String relation) {
        static MatchedView of(JobSearch.Count count) {
            return new MatchedView(count.value(), count.exact() ? "eq" : "gte");
        }
    }

    record JobsView(List<JobView> items, PageView page) {}

    record ItemsView<T>(List<T> items) {}

    record ProgressView(
            long succeeded,
            long failed,
            @Nullable Long total,
            @Nullable String label) {
        static @Nullable ProgressView of(@Nullable Progress progress) {
            return progress == null
                    ? null
                    : new ProgressView(progress.succeeded(), progress.failed(), progress.total(), progress.label());
        }
    }

    record JobView(
            long id,
            JobState state,
            String type,
            int version,
            JsonNode args,
            String queue,
            int priority,
            int attempt,
            int maxAttempts,
            int crashes,
            @Nullable Duration timeout,
            List<String> tags,
            @Nullable String uniqueKey,
            @Nullable String exclusionKey,
            Instant enqueuedAt,
            Instant dueAt,
            @Nullable Instant claimedAt,
            @Nullable Instant finishedAt,
            @Nullable Instant cancelRequestedAt,
            @Nullable Long workerId,
            @Nullable String schedule,
            @Nullable Instant fireAt,
            @Nullable String enqueuedBy,
            @Nullable String trace,
            @Nullable String blockedBy,
            @Nullable String reason,
            @Nullable String waitingFor,
            @Nullable ProgressView progress,
            @Nullable JsonNode result,
            List<String> allowedActions) {
        static JobView of(Job job, Redactor redactor, @Nullable String waitingFor) {
            UniqueKey unique = job.request().unique();
            ExclusionKey exclusion = job.request().exclusion();
            Job.Times times = job.times();
            return new JobView(
                    job.id(),
                    job.state(),
                    job.type(),
                    job.request().version(),
                    redactor.args(job),
                    job.queue(),
                    job.request().priority(),
                    job.attempt(),
                    job.maxAttempts(),
                    job.crashes(),
                    job.request().timeout(),
                    job.tags(),
                    unique == null ? null : unique.key(),
                    exclusion == null ? null : exclusion.key(),
                    times.enqueuedAt(),
                    times.dueAt(),
                    times.claimedAt(),
                    times.finishedAt(),
                    times.cancelRequestedAt(),
                    job.workerId(),
                    job.request().origin().schedule(),
                    job.request().origin().fireAt(),
                    job.request().origin().by(),
                    job.request().origin().trace(),
                    job.blockedBy() == null ? null : Problem.lower(job.blockedBy()),
                    job.reason(),
                    waitingFor,
                    ProgressView.of(job.progress()),
                    redactor.result(job.result()),
                    JobAction.allowedIn(job.state()).stream()
                            .map(JobAction::word)
                            .toList());
        }
    }

    record AttemptView(
            int number,
            long workerId,
            Instant startedAt,
            @Nullable Instant endedAt,
            Attempt.Outcome outcome,
            @Nullable ErrorView error,
            @Nullable String reason) {
        static AttemptView of(Attempt attempt) {
            return new AttemptView(
                    attempt.number(),
                    attempt.workerId(),
                    attempt.startedAt(),
                    attempt.endedAt(),
                    attempt.outcome(),
                    ErrorView.of(attempt.error()),
                    attempt.reason());
        }
    }

    record ErrorView(
            String type, @Nullable String message, @Nullable String stackTrace, String fingerprint) {
        static @Nullable ErrorView of(dev.rota.job.@Nullable JobError error) {
            return error == null
                    ? null
                    : new ErrorView(error.type(), error.message(), error.stackTrace(), error.fingerprint());
        }
    }

    record LogView(long seq, Instant at, String level, String text) {
        static LogView of(LogLine line) {
            return new LogView(line.seq(), line.at(), Problem.lower(line.level()), line.text());
        }
    }

    record PoliciesView(
            String missed,
            String overlap,
            Duration jitter,
            Duration grace,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String flag,
            @Nullable Duration expected,
            List<String> pauseWindows) {
        static PoliciesView of(Policies policies) {
            return new PoliciesView(
                    policies.missed().text().toLowerCase(java.util.Locale.ROOT),
                    Problem.lower(policies.overlap()),
                    policies.jitter(),
                    policies.grace(),
                    policies.startsAt(),
                    policies.endsAt(),
                    policies.flag(),
                    policies.expected(),
                    policies.pauseWindows().stream().map(PauseWindow::text).toList());
        }
    }

    record PauseView(
            String by,
            Instant at,
            @Nullable String reason,
            @Nullable Instant until) {}

    record OverrideView(String by, Instant at, @Nullable String reason) {}

    /** What is said of a schedule. */
    record DefinitionView(
            String kind,
            String trigger,
            @Nullable String zone,
            String words,
            String type,
            JsonNode args,
            String queue,
            int priority,
            int maxAttempts,
            List<String> tags,
            PoliciesView policies,
            @Nullable String description) {
        static DefinitionView of(ScheduleDefinition definition, Redactor redactor) {
            NewJob job = definition.job();
            return new DefinitionView(
                    definition.trigger().kind(),
                    definition.trigger().text(),
                    definition.trigger().zone() == null
                            ? null
                            : definition.trigger().zone().getId(),
                    definition.trigger().describe(),
                    job.type(),
                    redactor.args(job.type(), job.args()),
                    job.queue(),
                    job.priority(),
                    job.maxAttempts(),
                    job.tags(),
                    PoliciesView.of(definition.policies()),
                    definition.policies().description());
        }
    }

    record ScheduleView(
            String name,
            @Nullable String description,
            String kind,
            String trigger,
            @Nullable String zone,
            String words,
            String type,
            JsonNode args,
            String queue,
            List<String> tags,
            PoliciesView policies,
            boolean paused,
            @Nullable PauseView pause,
            @Nullable OverrideView override,
            boolean orphaned,
            @Nullable Instant orphanedAt,
            @Nullable DefinitionView code,
            boolean contested,
            @Nullable Instant nextFireAt,
            @Nullable Instant lastFireAt,
            long version) {
        static ScheduleView of(StoredSchedule schedule, Redactor redactor, Instant now) {
            ScheduleDefinition definition = schedule.effective();
            StoredSchedule.Pause pause = schedule.isPaused(now) ? schedule.pause() : null;
            StoredSchedule.Change change = schedule.overrideBy();
            return new ScheduleView(
                    schedule.name(),
                    definition.policies().description(),
                    definition.trigger().kind(),
                    definition.trigger().text(),
                    definition.trigger().zone() == null
                            ? null
                            : definition.trigger().zone().getId(),
                    definition.trigger().describe(),
                    definition.job().type(),
                    redactor.args(definition.job().type(), definition.job().args()),
                    definition.job().queue(),
                    definition.job().tags(),
                    PoliciesView.of(definition.policies()),
                    schedule.isPaused(now),
                    pause == null ? null : new PauseView(pause.by(), pause.at(), pause.reason(), pause.until()),
                    schedule.override() == null || change == null
                            ? null
                            : new OverrideView(change.by(), change.at(), change.reason()),
                    schedule.orphanedAt() != null,
                    schedule.orphanedAt(),
                    schedule.code() == null ? null : DefinitionView.of(schedule.code(), redactor),
                    schedule.isContested(),
                    schedule.nextFireAt(),
                    schedule.lastFireAt(),
                    schedule.version());
        }
    }

    record FireView(
            String schedule,
            Instant dueAt,
            Instant firedAt,
            String outcome,
            @Nullable Long jobId,
            @Nullable Instant startedAt,
            @Nullable Duration ran,
            @Nullable String note) {
        /** @param job that it made; null if it made none, or it is not kept any more */
        static FireView of(Fire fire, @Nullable Job job) {
            return new FireView(
                    fire.schedule(),
                    fire.dueAt(),
                    fire.firedAt(),
                    Problem.lower(fire.outcome()),
                    fire.jobId(),
                    job == null ? null : job.times().claimedAt(),
                    job == null ? null : job.times().ran(),
                    fire.note());
        }
    }

    record WarningView(String code, String message) {}

    record PreviewView(String description, @Nullable String zone, List<Instant> fires, List<WarningView> warnings) {}

    record LimitsView(
            @Nullable Integer concurrency,
            @Nullable Integer rate,
            @Nullable Duration period) {
        static LimitsView of(Limits limits) {
            return new LimitsView(limits.concurrency(), limits.rate(), limits.period());
        }
    }

    record QueueView(
            String name,
            LimitsView limits,
            boolean paused,
            @Nullable String pausedBy,
            @Nullable String pauseReason,
            @Nullable Instant pausedUntil) {
        static QueueView of(Queue queue, Instant now) {
            boolean paused = queue.isPaused(now);
            return new QueueView(
                    queue.name(),
                    LimitsView.of(queue.limits()),
                    paused,
                    paused ? queue.pausedBy() : null,
                    paused ? queue.pauseReason() : null,
                    paused ? queue.pausedUntil() : null);
        }
    }

    record HealthView(String status) {}
}
