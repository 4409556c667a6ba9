package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.ArgsException;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.schedule.CronSyntaxException;
import dev.rota.schedule.IntervalTrigger;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.Trigger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes definitions of schedules out of what came by REST or by a form. */
final class ScheduleDrafts {
    private static final int LARGEST_ARGS = 256 * 1024;
    private static final int LONGEST_CRON = 200;
    private static final String STARTS_AT = "/policies/startsAt";
    private static final String ENDS_AT = "/policies/endsAt";
    private static final String FLAG = "/policies/flag";
    private static final String DESCRIPTION = "/description";
    private static final String PAUSE_WINDOWS = "/policies/pauseWindows";
    private static final String EXPECTED = "/policies/expected";
    private static final List<String> CLEARABLE =
            List.of(STARTS_AT, ENDS_AT, FLAG, DESCRIPTION, EXPECTED, PAUSE_WINDOWS);

    private final Rota rota;
    private final Redactor redactor;

    /**
     * What REST takes. One of cron, every and at is given.
     *
     * @param from the first due instant of every; null for one interval from now, or where it was counted from before if
     *     the interval is as before
     */
    record ScheduleBody(
            @Nullable String name,
            @Nullable String cron,
            @Nullable String zone,
            @Nullable Duration every,
            @Nullable Instant from,
            @Nullable Instant at,
            @Nullable String type,
            @Nullable JsonNode args,
            @Nullable String queue,
            @Nullable Integer priority,
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
            @Nullable String flag,
            @Nullable Duration expected,
            @Nullable List<String> pauseWindows) {
        static final PoliciesBody NONE = new PoliciesBody(null, null, null, null, null, null, null, null, null);
    }

    ScheduleDrafts(Rota rota, Redactor redactor) {
        this.rota = rota;
        this.redactor = redactor;
    }

    /**
     * What the body says and nothing else.
     *
     * @param was what counts now, for arguments that are sent back hidden; null if there is nothing
     * @throws Problem if something is missing or not valid
     */
    ScheduleDefinition whole(String name, ScheduleBody body, @Nullable ScheduleDefinition was) {
        return checked(() -> {
            NewJob job = job(body, newJob(body), was == null ? null : was.job());
            return new ScheduleDefinition(name, trigger(body, null), job, policies(body, Policies.DEFAULTS));
        });
    }

    /**
     * What counts now, with what the body gives in its place.
     *
     * @param cleared what the body takes away, as {@link #cleared} finds it
     * @throws Problem if something is not valid
     */
    ScheduleDefinition patched(ScheduleDefinition was, ScheduleBody body, Set<String> cleared) {
        return checked(() -> new ScheduleDefinition(
                was.name(),
                trigger(body, was.trigger()),
                job(body, base(was, body), was.job()),
                policies(body, without(was.policies(), cleared))));
    }

    /** What a JSON merge patch says null of, of what may be missing: a body alone cannot tell null from left out. */
    static Set<String> cleared(JsonNode patch) {
        Set<String> cleared = new TreeSet<>();
        for (String name : CLEARABLE) {
            JsonNode member = patch.at(name);
            if (member.isNull()) {
                cleared.add(name);
            }
        }
        return cleared;
    }

    private static Policies without(Policies was, Set<String> cleared) {
        return was.between(
                        cleared.contains(STARTS_AT) ? null : was.startsAt(),
                        cleared.contains(ENDS_AT) ? null : was.endsAt())
                .flag(cleared.contains(FLAG) ? null : was.flag())
                .description(cleared.contains(DESCRIPTION) ? null : was.description())
                .expected(cleared.contains(EXPECTED) ? null : was.expected())
                .pauseWindows(cleared.contains(PAUSE_WINDOWS) ? List.of() : was.pauseWindows());
    }

    /**
     * The same where the body gives all policies, and those that it leaves out are to be none.
     *
     * @throws Problem if something is not valid
     */
    ScheduleDefinition edited(ScheduleDefinition was, ScheduleBody body) {
        return checked(() -> new ScheduleDefinition(
                was.name(),
                trigger(body, was.trigger()),
                job(body, base(was, body), was.job()),
                policies(body, Policies.DEFAULTS)));
    }

    private interface Draft {
        ScheduleDefinition make();
    }

    private static ScheduleDefinition checked(Draft draft) {
        try {
            return draft.make();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A field is not valid", "", String.valueOf(e.getMessage()));
        }
    }

    private Trigger trigger(ScheduleBody body, @Nullable Trigger was) {
        long given = Arrays.asList(body.cron(), body.every(), body.at()).stream()
                .filter(Objects::nonNull)
                .count();
        if (given == 0 && was != null) {
            return body.zone() == null ? was : Trigger.parse(was.kind(), was.text(), body.zone());
        }
        if (body.from() != null && body.every() == null) {
            throw Problem.invalid("trigger-invalid", "The trigger is not valid", "/from", "It belongs to every");
        }
        if (given != 1) {
            throw Problem.invalid(
                    "trigger-invalid",
                    "The trigger is not valid",
                    "",
                    "Expected one of cron, every and at, found " + given);
        }
        if (body.cron() != null) {
            return cron(body.cron(), zone(body, was));
        }
        return body.every() != null
                ? every(body.every(), body.from(), was)
                : Trigger.once(Objects.requireNonNull(body.at()));
    }

    private static String zone(ScheduleBody body, @Nullable Trigger was) {
        if (body.zone() != null) {
            return body.zone();
        }
        return was == null || was.zone() == null ? "UTC" : was.zone().getId();
    }

    private static Trigger cron(String text, String zone) {
        if (text.length() > LONGEST_CRON) {
            throw cronInvalid("Expected " + LONGEST_CRON + " characters at most");
        }
        try {
            return Trigger.parse("cron", text, zone);
        } catch (CronSyntaxException e) {
            throw cronInvalid(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("zone-invalid", "Zone is not known", "/zone", String.valueOf(e.getMessage()));
        }
    }

    private static Problem cronInvalid(String detail) {
        return Problem.invalid("cron-invalid", "Cron expression is not valid", "/cron", detail);
    }

    /** An interval that has not changed goes on from where it is counted; any other fires first after it has passed once. */
    private Trigger every(Duration every, @Nullable Instant from, @Nullable Trigger was) {
        if (from != null) {
            return Trigger.every(every).anchoredAt(from);
        }
        if (was instanceof IntervalTrigger interval && interval.every().equals(every)) {
            return was;
        }
        return Trigger.every(every).anchoredAt(rota.store().now().plus(every));
    }

    /** A job of a type that stays keeps what cannot be said here, such as its timeout. */
    private NewJob base(ScheduleDefinition was, ScheduleBody body) {
        return body.type() == null || body.type().equals(was.job().type()) ? was.job() : newJob(body);
    }

    private NewJob newJob(ScheduleBody body) {
        String name = body.type();
        if (name == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/type", "Type is missing");
        }
        JobType<?> type = rota.type(name)
                .orElseThrow(() -> Problem.invalid(
                                "type-unknown",
                                "The type is not known",
                                "/type",
                                "There is no handler for a type of this name in this program")
                        .hint("GET /workers lists the types that each worker knows."));
        return NewJob.of(type, "{}");
    }

    private NewJob job(ScheduleBody body, NewJob base, @Nullable NewJob was) {
        NewJob job = body.args() == null ? base : withArgs(base, args(base, body.args(), was));
        job = body.queue() == null ? job : job.queue(body.queue());
        job = body.priority() == null ? job : job.priority(body.priority());
        job = body.maxAttempts() == null ? job : job.maxAttempts(body.maxAttempts());
        job = body.tags() == null ? job : job.tags(body.tags());
        return body.args() == null && job.args().equals("{}") ? withArgs(job, args(job, Json.tree("{}"), null)) : job;
    }

    private static NewJob withArgs(NewJob job, String args) {
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
                job.unique(),
                job.exclusion(),
                job.origin());
    }

    /** As they were given, once the handler's type, if it is here, has read them without complaint. */
    private String args(NewJob job, JsonNode given, @Nullable NewJob was) {
        JsonNode known = was != null && was.type().equals(job.type()) ? Json.tree(was.args()) : null;
        String json = given.isNull() ? "{}" : redactor.restored(given, known).toString();
        if (json.getBytes(StandardCharsets.UTF_8).length > LARGEST_ARGS) {
            throw Requests.tooLarge();
        }
        Optional<JobType<?>> type = rota.type(job.type());
        try {
            if (type.isPresent()) {
                var unused = rota.codec().decode(json, type.get().argsClass());
            }
            return json;
        } catch (ArgsException e) {
            throw Problem.invalid(
                    "args-invalid", "The arguments do not fit the type", "/args", String.valueOf(e.getMessage()));
        }
    }

    private static Policies policies(ScheduleBody body, Policies base) {
        PoliciesBody p = body.policies() == null ? PoliciesBody.NONE : body.policies();
        return new Policies(
                p.missed() == null ? base.missed() : MissedPolicy.parse(p.missed()),
                p.overlap() == null ? base.overlap() : overlap(p.overlap()),
                p.jitter() == null ? base.jitter() : p.jitter(),
                p.grace() == null ? base.grace() : p.grace(),
                p.startsAt() == null ? base.startsAt() : p.startsAt(),
                p.endsAt() == null ? base.endsAt() : p.endsAt(),
                p.flag() == null ? base.flag() : p.flag(),
                body.description() == null ? base.description() : body.description(),
                p.expected() == null ? base.expected() : p.expected(),
                p.pauseWindows() == null
                        ? base.pauseWindows()
                        : PauseWindow.parseAll(String.join(", ", p.pauseWindows())));
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
                                + Arrays.stream(OverlapPolicy.values())
                                        .map(Problem::lower)
                                        .collect(Collectors.joining(", "))));
    }
}
