package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.Amendment;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobStore.Change;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives jobs that wait another time, priority, queue or tags, by pages and by REST alike; each act is recorded. */
final class JobAmendments {
    private static final Set<JobState> WAITING =
            Set.of(JobState.SCHEDULED, JobState.QUEUED, JobState.RETRYING, JobState.BLOCKED);

    private final Rota rota;
    private final Acts acts;

    /** What {@code PATCH /jobs/{id}} takes: what is left out stays. */
    record Body(
            @Nullable Instant runAt,
            @Nullable Duration delay,
            @Nullable Integer priority,
            @Nullable String queue,
            @Nullable List<String> tags,
            @Nullable String reason) {}

    JobAmendments(Rota rota) {
        this.rota = rota;
        this.acts = new Acts(rota);
    }

    static boolean isAllowedIn(JobState state) {
        return WAITING.contains(state);
    }

    /**
     * What the form says that is not so yet.
     *
     * @throws Problem if a field cannot be read
     */
    static Body body(Form form, Job job) {
        String at = form.get("at");
        String priority = form.get("priority");
        String queue = form.get("queue");
        List<String> tags = tags(form.get("tags"));
        Integer number = priority == null ? null : number(priority);
        return new Body(
                at == null ? null : ScheduleForm.instant("/runAt", at),
                null,
                number == null || number == job.request().priority() ? null : number,
                queue == null || queue.equals(job.queue()) ? null : queue,
                tags.equals(job.tags()) ? null : tags,
                form.get("reason"));
    }

    private static List<String> tags(@Nullable String text) {
        return Arrays.stream((text == null ? "" : text).split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
    }

    private static Integer number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/priority",
                    "Priority is " + text + ", expected a number");
        }
    }

    /** @throws Problem if it is not valid, there is no such job, or its state does not allow it */
    void apply(Context ctx, Job job, Body body) {
        if (body.runAt() != null && body.delay() != null) {
            throw Problem.invalid(
                    "invalid-field", "A field is not valid", "/delay", "There is runAt too, expected one of them");
        }
        Amendment amendment;
        try {
            Instant at =
                    body.delay() == null ? body.runAt() : rota.store().now().plus(body.delay());
            amendment = new Amendment(at, body.priority(), body.queue(), body.tags());
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A field is not valid", "", String.valueOf(e.getMessage()));
        }
        String by = Caller.of(ctx).principal().name();
        Change change = rota.jobs().amend(job.id(), amendment, by, body.reason());
        if (change == Change.NOT_FOUND) {
            throw Problem.notFound("job", job.id());
        }
        if (change == Change.NOT_ALLOWED) {
            throw refused(job.id());
        }
        acts.record(
                ctx,
                "job.amend",
                "job:" + job.id(),
                body.reason(),
                new Acts.Change(view(job), view(rota.jobs().find(job.id()).orElse(job))));
    }

    private Problem refused(long id) {
        Job now = rota.jobs().find(id).orElseThrow(() -> Problem.notFound("job", id));
        return Problem.wrongState(
                id,
                "a change",
                Problem.lower(now.state()),
                JobAction.allowedIn(now.state()).stream().map(JobAction::word).toList());
    }

    private static Map<String, Object> view(Job job) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("dueAt", job.times().dueAt());
        members.put("priority", job.request().priority());
        members.put("queue", job.queue());
        members.put("tags", job.tags());
        return members;
    }
}
