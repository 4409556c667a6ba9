package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.NewJob;
import dev.rota.retry.Bounds;
import dev.rota.schedule.IntervalTrigger;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of the form in which a schedule is made or changed, as text: what is not valid is shown again as it was sent. */
record ScheduleForm(Map<String, String> fields) {
    private static final String CRON = "cron";
    private static final String EVERY = "every";
    private static final String ONCE = "once";
    private static final String AT = "at-times";
    private static final String TIMES = "times";
    private static final String FROM = "from";
    private static final String DAY = "day.";
    private static final List<String> NAMES = List.of(
            "name",
            "kind",
            CRON,
            "zone",
            TIMES,
            EVERY,
            FROM,
            "at",
            "type",
            "args",
            "argsOf",
            "argsAs",
            "queue",
            "priority",
            "attempts",
            "tags",
            "missed",
            "most",
            "overlap",
            "jitter",
            "grace",
            "expected",
            "windows",
            "starts",
            "ends",
            "flag",
            "description",
            "reason",
            "version");

    /** As it was sent. */
    static ScheduleForm sent(Form form) {
        Map<String, String> fields = new LinkedHashMap<>();
        Stream<String> more =
                form.names().stream().filter(name -> name.startsWith(ArgsForm.PREFIX) || name.startsWith(DAY));
        Stream.concat(NAMES.stream(), more).forEach(name -> {
            String value = form.get(name);
            fields.put(name, value == null ? "" : value);
        });
        return new ScheduleForm(fields);
    }

    /** For a schedule that is to be made. */
    static ScheduleForm empty() {
        Map<String, String> fields = new LinkedHashMap<>();
        NAMES.forEach(name -> fields.put(name, ""));
        fields.put("kind", CRON);
        fields.put("zone", "UTC");
        fields.put("args", "{}");
        put(fields, Policies.DEFAULTS);
        return new ScheduleForm(fields);
    }

    /** Of a schedule as it counts now. */
    static ScheduleForm of(StoredSchedule schedule, Redactor redactor) {
        ScheduleDefinition definition = schedule.effective();
        NewJob job = definition.job();
        Map<String, String> fields = new LinkedHashMap<>();
        NAMES.forEach(name -> fields.put(name, ""));
        put(fields, definition.trigger());
        put(fields, definition.policies());
        fields.put("name", schedule.name());
        fields.put("type", job.type());
        fields.put("args", Json.pretty(redactor.args(job.type(), job.args())));
        fields.put("queue", job.queue());
        fields.put("priority", String.valueOf(job.priority()));
        fields.put("attempts", String.valueOf(job.maxAttempts()));
        fields.put("tags", String.join(", ", job.tags()));
        fields.put("version", String.valueOf(schedule.version()));
        return new ScheduleForm(fields);
    }

    private static void put(Map<String, String> fields, Trigger trigger) {
        fields.put("zone", trigger.zone() == null ? "UTC" : trigger.zone().getId());
        if (trigger instanceof IntervalTrigger interval) {
            fields.put("kind", EVERY);
            fields.put(EVERY, Lengths.text(interval.every()));
            fields.put(FROM, interval.anchor() == null ? "" : interval.anchor().toString());
        } else {
            boolean cron = trigger.kind().equals(CRON);
            fields.put("kind", cron ? CRON : ONCE);
            fields.put(cron ? CRON : "at", trigger.text());
            if (cron) {
                AtTimes.of(trigger.text()).ifPresent(times -> put(fields, times));
            }
        }
    }

    private static void put(Map<String, String> fields, AtTimes times) {
        fields.put("kind", AT);
        fields.put(TIMES, times.text());
        if (times.days().size() < DayOfWeek.values().length) {
            times.days().forEach(day -> fields.put(DAY + AtTimes.word(day), "1"));
        }
    }

    /** The days on which it fires at times of the day, as they are named in the form. */
    static List<String> days() {
        return Arrays.stream(DayOfWeek.values()).map(AtTimes::word).toList();
    }

    private @Nullable String cron() {
        if (is("kind", CRON)) {
            return get(CRON);
        }
        Set<DayOfWeek> days = Arrays.stream(DayOfWeek.values())
                .filter(day -> !get(DAY + AtTimes.word(day)).isEmpty())
                .collect(Collectors.toSet());
        return is("kind", AT) ? AtTimes.parse(get(TIMES), days).cron() : null;
    }

    private static void put(Map<String, String> fields, Policies policies) {
        fields.put("missed", Problem.lower(policies.missed().kind()));
        boolean each = policies.missed().kind() == MissedPolicy.Kind.RUN_EACH;
        fields.put("most", each ? String.valueOf(policies.missed().max()) : "10");
        fields.put("overlap", Problem.lower(policies.overlap()));
        fields.put("jitter", Lengths.text(policies.jitter()));
        fields.put("grace", Lengths.text(policies.grace()));
        fields.put(
                "starts", policies.startsAt() == null ? "" : policies.startsAt().toString());
        fields.put("ends", policies.endsAt() == null ? "" : policies.endsAt().toString());
        fields.put("expected", policies.expected() == null ? "" : Lengths.text(policies.expected()));
        fields.put("windows", PauseWindow.text(policies.pauseWindows()));
        fields.put("flag", policies.flag() == null ? "" : policies.flag());
        fields.put("description", policies.description() == null ? "" : policies.description());
    }

    /** A field's text; empty if there is none. */
    String get(String name) {
        return fields.getOrDefault(name, "");
    }

    boolean is(String name, String value) {
        return get(name).equals(value);
    }

    private @Nullable String given(String name) {
        return get(name).isEmpty() ? null : get(name);
    }

    /**
     * What the form says.
     *
     * @throws Problem if a field cannot be read
     */
    ScheduleDrafts.ScheduleBody body(Rota rota) {
        String kind = get("kind");
        return new ScheduleDrafts.ScheduleBody(
                given("name"),
                cron(),
                kind.equals(CRON) || kind.equals(AT) ? given("zone") : null,
                kind.equals(EVERY) ? Lengths.parse("/every", get(EVERY)) : null,
                kind.equals(EVERY) && given(FROM) != null ? instant("/from", get(FROM)) : null,
                kind.equals(ONCE) ? instant("/at", get("at")) : null,
                given("type"),
                args(rota),
                given("queue"),
                number("priority"),
                number("attempts"),
                Arrays.stream(get("tags").split(","))
                        .map(String::strip)
                        .filter(tag -> !tag.isEmpty())
                        .toList(),
                policies(),
                given("description"),
                given("reason"));
    }

    /** What the fields of the type's arguments give, or the JSON where there are no such fields. */
    private @Nullable JsonNode args(Rota rota) {
        Optional<ArgsType> type = ArgsType.find(rota, get("type"));
        return type.isPresent() && is("argsOf", get("type"))
                ? ArgsForm.read(type.get(), this::get)
                : ClonePage.args(given("args"));
    }

    /** The fields of the type's arguments; empty if they are written as JSON. */
    Optional<ArgsForm> argsForm(Rota rota) {
        Optional<ArgsType> type = is("argsAs", "json") ? Optional.empty() : ArgsType.find(rota, get("type"));
        return is("argsOf", get("type"))
                ? type.flatMap(known -> ArgsForm.sent(known, this::get))
                : type.flatMap(known -> ArgsForm.of(known, Json.tree(get("args"))));
    }

    /**
     * The same with the arguments as JSON.
     *
     * @throws Problem if a field of them cannot be read
     */
    ScheduleForm withArgsAsJson(Rota rota) {
        JsonNode args = args(rota);
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put("args", args == null ? "{}" : Json.pretty(args));
        changed.put("argsAs", "json");
        changed.put("argsOf", "");
        return new ScheduleForm(changed);
    }

    /** The same with the arguments as fields, if there are any for them. */
    ScheduleForm withArgsAsFields() {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put("argsAs", "");
        return new ScheduleForm(changed);
    }

    private ScheduleDrafts.PoliciesBody policies() {
        boolean each = is("missed", Problem.lower(MissedPolicy.Kind.RUN_EACH));
        return new ScheduleDrafts.PoliciesBody(
                each ? "run_each(" + get("most") + ")" : given("missed"),
                given("overlap"),
                given("jitter") == null ? null : Lengths.parse("/policies/jitter", get("jitter")),
                given("grace") == null ? null : Lengths.parse("/policies/grace", get("grace")),
                given("starts") == null ? null : instant("/policies/startsAt", get("starts")),
                given("ends") == null ? null : instant("/policies/endsAt", get("ends")),
                given("flag"),
                given("expected") == null ? null : Lengths.parse("/policies/expected", get("expected")),
                List.of(get("windows")));
    }

    private @Nullable Integer number(String name) {
        String text = given(name);
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw invalid("/" + name, text + " is no number, expected one such as 5");
        }
    }

    /**
     * A time as people write it: with a zone, or in UTC without.
     *
     * @throws Problem if it is none
     */
    static Instant instant(String pointer, String text) {
        try {
            return Bounds.instant(
                    "The time",
                    text.endsWith("Z")
                            ? Instant.parse(text)
                            : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw invalid(
                    pointer,
                    "\"" + Labels.shortened(text, 50) + "\" is no time, expected one in UTC such as 2026-12-24T18:00");
        }
    }

    private static Problem invalid(String pointer, String detail) {
        return Problem.invalid("invalid-field", "A field is not valid", pointer, detail);
    }
}
