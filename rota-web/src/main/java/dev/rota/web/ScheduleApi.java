package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.Job;
import dev.rota.schedule.CronSyntaxException;
import dev.rota.schedule.Fire;
import dev.rota.schedule.Preview;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /schedules} and {@code /schedule-previews}. */
final class ScheduleApi {
    private static final int MOST_LISTED = 200;
    private static final int MOST_FIRES = 400;
    private static final int MOST_PREVIEWED = 50;
    private static final int LONGEST_CRON = 200;

    private final Rota rota;
    private final Secrets secrets;
    private final Redactor redactor;
    private final String basePath;
    private final ScheduleChanges changes;

    /** Why, and until when. */
    record PauseBody(@Nullable String reason, @Nullable Instant until) {}

    /** What {@code POST /schedule-previews} takes. */
    record PreviewBody(
            @Nullable String cron,
            @Nullable Duration every,
            @Nullable String zone,
            @Nullable Instant from,
            @Nullable Integer count) {}

    /** A page of schedules, by name. */
    record PageView(List<ApiViews.ScheduleView> items, FailureApi.MarkView page) {}

    ScheduleApi(Rota rota, Secrets secrets, Redactor redactor, String basePath) {
        this.rota = rota;
        this.secrets = secrets;
        this.redactor = redactor;
        this.basePath = basePath;
        this.changes = new ScheduleChanges(rota, redactor);
    }

    void addTo(Routes routes) {
        String one = Routes.API + "/schedules/{name}";
        routes.get(Routes.API + "/schedules", Scope.SCHEDULES_READ, this::list)
                .get(one, Scope.SCHEDULES_READ, this::show)
                .get(one + "/runs", Scope.SCHEDULES_READ, this::fires)
                .post(one + "/pause", Scope.SCHEDULES_PAUSE, this::pause)
                .post(one + "/resume", Scope.SCHEDULES_PAUSE, this::resume)
                .post(one + "/runs", Scope.SCHEDULES_RUN, new Idempotency(rota).once(this::run))
                .post(Routes.API + "/schedule-previews", Scope.SCHEDULES_READ, this::preview);
    }

    private ApiViews.ScheduleView view(StoredSchedule schedule) {
        return ApiViews.ScheduleView.of(schedule, redactor, rota.store().now());
    }

    private StoredSchedule find(Context ctx) {
        String name = ctx.pathParam("name");
        return rota.schedules().find(name).orElseThrow(() -> Problem.notFound("schedule", name));
    }

    private void show(Context ctx) {
        StoredSchedule schedule = find(ctx);
        Versions.answer(ctx, view(schedule), schedule.version());
    }

    private void list(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("find", "tag", "limit", "cursor"));
        ScheduleList list = ScheduleList.read(ctx, rota, secrets, Requests.number(ctx, "limit", 50, MOST_LISTED));
        Instant now = rota.store().now();
        Links.next(ctx, list.next());
        Json.answer(
                ctx,
                new PageView(
                        list.schedules().stream()
                                .map(schedule -> ApiViews.ScheduleView.of(schedule, redactor, now))
                                .toList(),
                        new FailureApi.MarkView(list.next(), list.limit())));
    }

    private void fires(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("limit"));
        int limit = Requests.number(ctx, "limit", 50, MOST_FIRES);
        List<Fire> fires = rota.schedules().fires(find(ctx).name(), limit);
        Map<Long, Job> jobs = ScheduleRow.jobs(rota, fires);
        Json.answer(
                ctx,
                new ApiViews.ItemsView<>(fires.stream()
                        .map(fire -> ApiViews.FireView.of(fire, fire.jobId() == null ? null : jobs.get(fire.jobId())))
                        .toList()));
    }

    private void pause(Context ctx) {
        PauseBody body = Json.readIfAny(ctx, PauseBody.class);
        StoredSchedule schedule = find(ctx);
        var unused = PauseUntil.later(body.until(), rota.store().now());
        changes.pause(ctx, schedule.name(), body, Versions.ifAsked(ctx, schedule));
        show(ctx);
    }

    private void resume(Context ctx) {
        StoredSchedule schedule = find(ctx);
        changes.resume(ctx, schedule.name(), Versions.ifAsked(ctx, schedule));
        show(ctx);
    }

    private void run(Context ctx) {
        Fire fire = changes.run(ctx, find(ctx).name());
        if (fire.jobId() != null) {
            ctx.header("Location", ctx.contextPath() + basePath + Routes.API + "/jobs/" + fire.jobId());
        }
        ctx.status(202);
        Json.answer(ctx, ApiViews.FireView.of(fire, null));
    }

    private void preview(Context ctx) {
        PreviewBody body = Json.read(ctx, PreviewBody.class);
        int count = Optional.ofNullable(body.count()).orElse(5);
        if (count < 1 || count > MOST_PREVIEWED) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/count",
                    "Count is " + count + ", expected 1 to " + MOST_PREVIEWED);
        }
        Instant from = Optional.ofNullable(body.from()).orElse(rota.store().now());
        if (body.every() != null && body.cron() == null) {
            Json.answer(ctx, interval(body.every(), from, count));
        } else {
            String zone = Optional.ofNullable(body.zone()).orElse("UTC");
            Preview preview = cron(body.cron(), zone, from, count);
            Optional<String> crowd = preview.fires().stream()
                    .findFirst()
                    .flatMap(at -> Crowding.at(
                            at, preview.zone(), null, rota.schedules().list()));
            Json.answer(ctx, view(preview, crowd));
        }
    }

    /**
     * Previews a cron expression.
     *
     * @throws Problem if it is malformed, or its zone is not known
     */
    static Preview cron(@Nullable String cron, String zone, Instant from, int count) {
        if (cron == null || cron.length() > LONGEST_CRON) {
            throw Problem.invalid(
                    "cron-invalid",
                    "Cron expression is not valid",
                    "/cron",
                    cron == null
                            ? "There is neither cron nor every"
                            : "Expected " + LONGEST_CRON + " characters at most");
        }
        try {
            return Preview.of(cron, zone, from, count);
        } catch (CronSyntaxException e) {
            throw Problem.invalid(
                    "cron-invalid", "Cron expression is not valid", "/cron", String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("zone-invalid", "Zone is not known", "/zone", String.valueOf(e.getMessage()));
        }
    }

    private static ApiViews.PreviewView view(Preview preview, Optional<String> crowd) {
        return new ApiViews.PreviewView(
                preview.description(),
                preview.zone().getId(),
                preview.fires(),
                Stream.concat(
                                preview.warnings().stream()
                                        .map(lint -> new ApiViews.WarningView(lint.code(), lint.message())),
                                crowd.stream().map(text -> new ApiViews.WarningView("crowded", text)))
                        .toList());
    }

    private static ApiViews.PreviewView interval(Duration every, Instant from, int count) {
        Trigger trigger;
        try {
            trigger = Trigger.every(every).anchoredAt(from);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                    "interval-invalid", "Interval is not valid", "/every", String.valueOf(e.getMessage()));
        }
        List<Instant> fires = new ArrayList<>();
        Optional<Instant> next = trigger.next(from);
        while (next.isPresent() && fires.size() < count) {
            fires.add(next.get());
            next = trigger.next(next.get());
        }
        return new ApiViews.PreviewView(trigger.describe(), null, fires, List.of());
    }
}
