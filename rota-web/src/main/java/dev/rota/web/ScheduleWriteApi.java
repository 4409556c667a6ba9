package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.ArgsException;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.schedule.CronSyntaxException;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes, changes and deletes {@code /schedules}. Over one that a program defines it lays an override. */
final class ScheduleWriteApi {
    private static final int LARGEST_ARGS = 256 * 1024;
    private static final int LONGEST_CRON = 200;

    private final Rota rota;
    private final Redactor redactor;
    private final String path;
    private final Acts acts;

    /** What {@code POST /schedules} and {@code PUT /schedules/{name}} take. One of cron, every and at is given. */
    record ScheduleBody(
            @Nullable String name,
            @Nullable String cron,
            @Nullable String zone,
            @Nullable Duration every,
            @Nullable Instant at,
            @Nullable String type,
            @Nullable JsonNode args,
            @Nullable String queue,
            @Nullable Integer maxAttempts,
            @Nullable List<String> tags,
            @Nullable PoliciesBody policies,
            @Nullable String description,
            @Nullable String reason) {}

    record PoliciesBody(
            @Nullable String missed,
            @Nullable String overlap,
            @Nullable Duration jitter,
            @Nullable Duration grace,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String flag) {
        static final PoliciesBody NONE = new PoliciesBody(null, null, null, null, null, null, null);
    }

    ScheduleWriteApi(Rota rota, Redactor redactor, String basePath) {
        this.rota = rota;
        this.redactor = redactor;
        this.path = basePath + Routes.API + "/schedules";
        this.acts = new Acts(rota);
    }

    void addTo(Routes routes) {
        String all = Routes.API + "/schedules";
        routes.post(all, Scope.SCHEDULES_WRITE, this::create)
                .put(all + "/{name}", Scope.SCHEDULES_WRITE, this::put)
                .delete(all + "/{name}", Scope.SCHEDULES_WRITE, this::delete)
                .delete(all + "/{name}/override", Scope.SCHEDULES_WRITE, this::revert);
    }

    private void create(Context ctx) {
        ScheduleBody body = Json.read(ctx, ScheduleBody.class);
        String name = body.name();
        if (name == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/name", "Name is missing");
        }
        if (rota.schedules().find(name).isPresent()) {
            throw Problem.of(409, "duplicate", "The name is taken", "There is a schedule of that name")
                    .hint("PUT /schedules/{name} changes it.");
        }
        override(ctx, name, body);
        ctx.status(201).header("Location", ctx.contextPath() + path + "/" + Urls.encoded(name));
        answer(ctx, name);
    }

    private void put(Context ctx) {
        ScheduleBody body = Json.read(ctx, ScheduleBody.class);
        String name = ctx.pathParam("name");
        if (body.name() != null && !body.name().equals(name)) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/name",
                    "The address names another schedule: a name stays");
        }
        boolean known = rota.schedules().find(name).isPresent();
        override(ctx, name, body);
        ctx.status(known ? 200 : 201);
        answer(ctx, name);
    }

    private void answer(Context ctx, String name) {
        StoredSchedule schedule = rota.schedules().find(name).orElseThrow(() -> Problem.notFound("schedule", name));
        Json.answer(
                ctx, ApiViews.ScheduleView.of(schedule, redactor, rota.store().now()));
    }

    private void override(Context ctx, String name, ScheduleBody body) {
        ScheduleDefinition definition;
        try {
            definition = new ScheduleDefinition(name, trigger(body), job(body), policies(body));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A field is not valid", "", String.valueOf(e.getMessage()));
        }
        ApiViews.ScheduleView before = view(name);
        rota.schedules().override(definition, Caller.of(ctx).principal().name(), body.reason());
        acts.record(
                ctx,
                before == null ? "schedule.create" : "schedule.override",
                "schedule:" + name,
                body.reason(),
                new Acts.Change(before, view(name)));
    }

    private ApiViews.@Nullable ScheduleView view(String name) {
        return rota.schedules()
                .find(name)
                .map(schedule -> ApiViews.ScheduleView.of(
                        schedule, redactor, rota.store().now()))
                .orElse(null);
    }

    private Trigger trigger(ScheduleBody body) {
        long given = Arrays.asList(body.cron(), body.every(), body.at()).stream()
                .filter(Objects::nonNull)
                .count();
        if (given != 1) {
            throw Problem.invalid(
                    "trigger-invalid",
                    "The trigger is not valid",
                    "",
                    "Expected one of cron, every and at, found " + given);
        }
        if (body.cron() != null) {
            if (body.cron().length() > LONGEST_CRON) {
                throw cronInvalid("Expected " + LONGEST_CRON + " characters at most");
            }
            try {
                return Trigger.parse("cron", body.cron(), body.zone() == null ? "UTC" : body.zone());
            } catch (CronSyntaxException e) {
                throw cronInvalid(String.valueOf(e.getMessage()));
            }
        }
        return body.every() != null
                ? Trigger.every(body.every()).anchoredAt(rota.store().now())
                : Trigger.once(Objects.requireNonNull(body.at()));
    }

    private static Problem cronInvalid(String detail) {
        return Problem.invalid("cron-invalid", "Cron expression is not valid", "/cron", detail);
    }

    private NewJob job(ScheduleBody body) {
        if (body.type() == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/type", "Type is missing");
        }
        JobType<?> type = rota.type(body.type())
                .orElseThrow(() -> Problem.invalid(
                                "type-unknown",
                                "The type is not known",
                                "/type",
                                "There is no handler for a type of this name in this program")
                        .hint("GET /workers lists the types that each worker knows."));
        NewJob job = NewJob.of(type, args(type, body.args()));
        job = body.queue() == null ? job : job.queue(body.queue());
        job = body.maxAttempts() == null ? job : job.maxAttempts(body.maxAttempts());
        return body.tags() == null ? job : job.tags(body.tags());
    }

    /** As they were given, once the handler's type has read them without complaint. */
    private String args(JobType<?> type, @Nullable JsonNode tree) {
        String json = tree == null || tree.isNull() ? "{}" : tree.toString();
        if (json.getBytes(StandardCharsets.UTF_8).length > LARGEST_ARGS) {
            throw Requests.tooLarge();
        }
        try {
            var unused = rota.codec().decode(json, type.argsClass());
            return json;
        } catch (ArgsException e) {
            throw Problem.invalid(
                    "args-invalid", "The arguments do not fit the type", "/args", String.valueOf(e.getMessage()));
        }
    }

    private static Policies policies(ScheduleBody body) {
        Policies d = Policies.DEFAULTS;
        PoliciesBody p = body.policies() == null ? PoliciesBody.NONE : body.policies();
        return new Policies(
                p.missed() == null ? d.missed() : MissedPolicy.parse(p.missed()),
                p.overlap() == null ? d.overlap() : overlap(p.overlap()),
                p.jitter() == null ? d.jitter() : p.jitter(),
                p.grace() == null ? d.grace() : p.grace(),
                p.startsAt(),
                p.endsAt(),
                p.flag(),
                body.description());
    }

    private static OverlapPolicy overlap(String word) {
        return Arrays.stream(OverlapPolicy.values())
                .filter(policy -> Problem.lower(policy).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "invalid-field",
                        "A field is not valid",
                        "/policies/overlap",
                        "Expected one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(OverlapPolicy.values())
                                                .map(Problem::lower)
                                                .toList())));
    }

    private void delete(Context ctx) {
        String name = ctx.pathParam("name");
        ApiViews.ScheduleView before = view(name);
        if (!rota.schedules().remove(name)) {
            throw Problem.notFound("schedule", name);
        }
        acts.record(ctx, "schedule.delete", "schedule:" + name, null, new Acts.Change(before, null));
        ctx.status(204);
    }

    private void revert(Context ctx) {
        String name = ctx.pathParam("name");
        StoredSchedule schedule = rota.schedules().find(name).orElseThrow(() -> Problem.notFound("schedule", name));
        ApiViews.ScheduleView before = view(name);
        if (!rota.schedules().revert(schedule.name())) {
            throw Problem.of(
                    409,
                    "nothing-to-revert",
                    "There is nothing to go back to",
                    "The schedule has no override, or no program defines it");
        }
        acts.record(ctx, "schedule.revert", "schedule:" + name, null, new Acts.Change(before, view(name)));
        answer(ctx, name);
    }
}
