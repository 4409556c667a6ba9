package dev.rota.cli;

import dev.rota.cli.RestClient.Call;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.schedule.CronTrigger;
import dev.rota.schedule.IntervalTrigger;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Schedules of a server. */
record RestSchedules(RestClient client) implements Target.Schedules {
    /** What a server writes in place of what it hides. */
    private static final String HIDDEN = "•••";

    /** What the contract gives at the most. */
    private static final int MOST_FIRES = 400;

    /** The same on one page. */
    private static final int MOST_LISTED = 200;

    private static String path(String name) {
        return "/schedules/" + RestClient.encoded(name);
    }

    @Override
    public Body list() {
        List<Body> schedules = new ArrayList<>();
        String cursor = null;
        do {
            Body page = client.get("/schedules?limit=" + MOST_LISTED
                    + (cursor == null ? "" : "&cursor=" + RestClient.encoded(cursor)));
            schedules.addAll(page.items());
            Body about = page.body("page");
            cursor = about == null ? null : about.text("next");
        } while (cursor != null);
        return Body.ofItems(schedules);
    }

    @Override
    public Optional<Body> find(String name) {
        return client.find(path(name));
    }

    @Override
    public Body fires(String name, int limit) {
        return client.get(path(name) + "/runs?limit=" + Math.min(limit, MOST_FIRES));
    }

    @Override
    public Body run(String name) {
        return client.send(Call.post(path(name) + "/runs", null)).body();
    }

    @Override
    public Body pause(String name, @Nullable String reason, @Nullable Instant until) {
        return client.send(Call.post(path(name) + "/pause", RestTarget.pausing(reason, until)))
                .body();
    }

    @Override
    public Body resume(String name) {
        return client.send(Call.post(path(name) + "/resume", null)).body();
    }

    @Override
    public Optional<ScheduleDefinition> definition(String name) {
        return find(name)
                .map(body -> new ScheduleDefinition(
                        name,
                        Trigger.parse(body.word("kind"), body.word("trigger"), body.text("zone")),
                        NewJob.of(JobType.of(body.word("type")), Objects.requireNonNullElse(body.text("args"), "{}"))
                                .queue(body.word("queue")),
                        policies(body)));
    }

    private static Policies policies(Body schedule) {
        Body body = Objects.requireNonNullElseGet(schedule.body("policies"), () -> new Shape().body());
        Policies usual = Policies.DEFAULTS;
        String missed = body.text("missed");
        String overlap = body.text("overlap");
        return new Policies(
                missed == null ? usual.missed() : MissedPolicy.parse(missed),
                overlap == null ? usual.overlap() : OverlapPolicy.valueOf(overlap.toUpperCase(Locale.ROOT)),
                Objects.requireNonNullElse(body.length("jitter"), Duration.ZERO),
                Objects.requireNonNullElse(body.length("grace"), usual.grace()),
                body.instant("startsAt"),
                body.instant("endsAt"),
                body.text("flag"),
                schedule.text("description"),
                body.length("expected"),
                PauseWindow.parseAll(String.join(", ", body.texts("pauseWindows"))));
    }

    @Override
    public Body override(ScheduleDefinition definition, @Nullable String reason) {
        if (definition.job().args().contains(HIDDEN)) {
            throw CommandFailure.usage("The server hides some of the arguments of schedule " + definition.name()
                    + ", so they cannot be sent back: give all of them, with --args.");
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        when(members, definition.trigger());
        members.put("type", definition.job().type());
        members.put("args", new DataWriter.Json(definition.job().args()));
        members.put("queue", definition.job().queue());
        members.put("maxAttempts", definition.job().maxAttempts());
        members.put("policies", policies(definition.policies()).members());
        members.put("description", definition.policies().description());
        members.put("reason", reason);
        return client.send(new Call("PUT", path(definition.name()), new Body(members), asItIs(definition.name())))
                .body();
    }

    private static void when(Map<String, @Nullable Object> members, Trigger trigger) {
        if (trigger instanceof CronTrigger) {
            members.put("cron", trigger.text());
            members.put("zone", String.valueOf(trigger.zone()));
        } else if (trigger instanceof IntervalTrigger interval) {
            members.put("every", interval.every());
            members.put("from", interval.anchor());
        } else {
            members.put("at", trigger.text());
        }
    }

    private static Body policies(Policies policies) {
        return new Shape()
                .put("missed", policies.missed().text().toLowerCase(Locale.ROOT))
                .put("overlap", policies.overlap().name().toLowerCase(Locale.ROOT))
                .put("jitter", policies.jitter())
                .put("grace", policies.grace())
                .put("startsAt", policies.startsAt())
                .put("endsAt", policies.endsAt())
                .put("flag", policies.flag())
                .put("expected", policies.expected())
                .put(
                        "pauseWindows",
                        policies.pauseWindows().stream().map(PauseWindow::text).toList())
                .body();
    }

    /** Asks that the schedule is still what it is now; nothing of one that is not there. */
    private Map<String, String> asItIs(String name) {
        return find(name)
                .map(schedule -> Map.of("If-Match", "\"" + schedule.number("version") + "\""))
                .orElse(Map.of());
    }

    @Override
    public boolean revert(String name) {
        try {
            client.send(new Call("DELETE", path(name) + "/override", null, asItIs(name)));
            return true;
        } catch (Refusal e) {
            if (e.status() == 409) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Body previewBackfill(Target.BackfillWish wish) {
        return client.send(Call.post(
                        path(wish.schedule()) + "/backfills",
                        body(wish).put("dryRun", true).body()))
                .body();
    }

    @Override
    public Body backfill(Target.BackfillWish wish) {
        return client.send(Call.post(
                        path(wish.schedule()) + "/backfills", body(wish).body()))
                .body();
    }

    private static Shape body(Target.BackfillWish wish) {
        return new Shape()
                .put("from", wish.from())
                .put("to", wish.to())
                .put("max", wish.max())
                .put("reason", wish.reason());
    }

    @Override
    public void remove(String name) {
        client.send(new Call("DELETE", path(name), null, asItIs(name)));
    }
}
