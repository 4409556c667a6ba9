package dev.rota.cli.foreign;

import dev.rota.schedule.Trigger;
import dev.rota.schedule.ZoneNames;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads schedules of APScheduler 3: calls in Python source, or what its program says of its jobs. */
public final class ApschedulerReader {
    /** Characters of a call. */
    private static final int LONGEST = 20_000;

    private static final Pattern CALL = Pattern.compile("\\b(add_job|scheduled_job)\\s*\\(");
    private static final Pattern SCHEDULER = Pattern.compile("\\b\\w+Scheduler\\s*\\(");
    private static final Pattern FUNCTION = Pattern.compile("\\s*(?:@.*\\R\\s*)*(?:async\\s+)?def\\s+(\\w+)");
    private static final Set<String> JOB_OPTIONS = Set.of(
            "id",
            "name",
            "func",
            "trigger",
            "args",
            "kwargs",
            "misfire_grace_time",
            "coalesce",
            "max_instances",
            "next_run_time",
            "jobstore",
            "executor",
            "replace_existing");

    private final String text;
    private final ZoneId zone;

    private ApschedulerReader(String text, ZoneId zone) {
        this.text = text;
        this.zone = zone;
    }

    /**
     * What the program says of a job.
     *
     * @param trigger such as {@code cron[hour='2', minute='0']}
     */
    public record Said(String id, String trigger) {}

    /** Reads what a program says of its jobs. */
    public static List<ForeignSchedule> said(List<Said> jobs, ZoneId zone) {
        List<ForeignSchedule> found = new ArrayList<>();
        for (Said job : jobs) {
            String name = ForeignSchedule.name(job.id());
            String old = job.id() + ": " + job.trigger();
            found.add(made(0, old, name, List.of(), () -> ApschedulerTrigger.said(job.trigger(), zone)));
        }
        return ForeignSchedule.distinct(found);
    }

    /**
     * Reads Python source.
     *
     * @param zone of the scheduler, where a trigger names none
     */
    public static List<ForeignSchedule> source(String text, ZoneId zone) {
        return new ApschedulerReader(text, zone).source();
    }

    /** The zone that the source gives its scheduler; empty if it gives none, or several, or one that only the program knows. */
    public static Optional<ZoneId> schedulerZone(String text) {
        Set<String> zones = new HashSet<>();
        Matcher matcher = SCHEDULER.matcher(text);
        while (matcher.find()) {
            PythonCall call = PythonCall.read(text, "scheduler", matcher.end() - 1);
            if (call != null && call.named().containsKey("timezone")) {
                zones.add(call.named().get("timezone"));
            }
        }
        try {
            String zone = zones.size() == 1 ? zone(zones.iterator().next()) : null;
            return Optional.ofNullable(zone).map(ZoneNames::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private List<ForeignSchedule> source() {
        List<ForeignSchedule> found = new ArrayList<>();
        Matcher matcher = CALL.matcher(text);
        int at = 0;
        int line = 1;
        int counted = 0;
        while (matcher.find(at)) {
            PythonCall call = PythonCall.read(text, matcher.group(1), matcher.end() - 1);
            if (call == null) {
                at = matcher.end();
                continue;
            }
            for (; counted < matcher.start(); counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            if (call.end() - matcher.start() <= LONGEST && !isComment(matcher.start())) {
                found.add(schedule(line, call, text.substring(matcher.start(), call.end())));
            }
            at = call.end();
        }
        return ForeignSchedule.distinct(found);
    }

    private boolean isComment(int at) {
        int start = text.lastIndexOf('\n', at) + 1;
        return text.substring(start, at).strip().startsWith("#");
    }

    private ForeignSchedule schedule(int line, PythonCall call, String old) {
        boolean decorator = call.name().equals("scheduled_job");
        String function = decorator ? decorated(call.end()) : function(call);
        String given = PythonCall.literal(call.named().get("id"));
        String name = ForeignSchedule.name(given == null ? function : given);
        List<String> notes = new ArrayList<>();
        if (call.named().containsKey("args") || call.named().containsKey("kwargs")) {
            notes.add("It has arguments: give them with rota schedules set.");
        }
        int first = decorator ? 0 : call.named().containsKey("func") ? 0 : 1;
        String trigger = call.named().containsKey("trigger")
                ? call.named().get("trigger")
                : call.positional().size() > first ? call.positional().get(first) : null;
        return made(line, old, name, notes, () -> {
            requireWritten(call);
            return trigger(trigger, call.named());
        });
    }

    /** Options that are not written there may say when it runs, so the others alone would say something else. */
    private static void requireWritten(PythonCall call) {
        call.positional().stream()
                .filter(each -> each.startsWith("*"))
                .findFirst()
                .ifPresent(each -> {
                    throw new IllegalArgumentException(
                            "It takes options from " + each + ", which only the program knows");
                });
    }

    private String decorated(int end) {
        Matcher function = FUNCTION.matcher(text).region(end, Math.min(text.length(), end + 2000));
        return function.lookingAt() ? function.group(1) : "job";
    }

    private static String function(PythonCall call) {
        String given = call.named().containsKey("func")
                ? call.named().get("func")
                : call.positional().isEmpty() ? "job" : call.positional().get(0);
        String plain = PythonCall.literal(given) == null ? given : PythonCall.literal(given);
        String last = String.valueOf(plain).replaceFirst(".*[.:]", "");
        return last.matches("\\w+") ? last : "job";
    }

    private Trigger trigger(@Nullable String given, Map<String, String> options) {
        PythonCall call = PythonCall.of(given);
        if (call != null) {
            requireWritten(call);
            String kind = call.name().substring(call.name().lastIndexOf('.') + 1);
            String first =
                    call.positional().isEmpty() ? null : call.positional().get(0);
            return switch (kind) {
                case "from_crontab" ->
                    ApschedulerTrigger.crontab(
                            known("from_crontab", first), zone(call.named().get("timezone")), zone);
                case "CronTrigger" -> ApschedulerTrigger.cron(values(call.named()), zone);
                case "IntervalTrigger" -> ApschedulerTrigger.interval(values(call.named()));
                case "DateTrigger" ->
                    ApschedulerTrigger.date(known("run_date", call.named().getOrDefault("run_date", first)), zone);
                default -> throw new IllegalArgumentException("A trigger of the kind " + kind + " has no counterpart");
            };
        }
        String kind = given == null ? "date" : PythonCall.literal(given);
        return switch (kind == null ? "" : kind) {
            case "cron" -> ApschedulerTrigger.cron(values(options), zone);
            case "interval" -> ApschedulerTrigger.interval(values(options));
            case "date" -> ApschedulerTrigger.date(known("run_date", options.get("run_date")), zone);
            default -> throw new IllegalArgumentException("Its trigger is " + given + ", which only the program knows");
        };
    }

    /** The options that say when, each as text. */
    private static Map<String, String> values(Map<String, String> options) {
        Map<String, String> values = new LinkedHashMap<>();
        options.forEach((name, value) -> {
            if (name.equals("timezone")) {
                String zone = zone(value);
                if (zone != null) {
                    values.put(name, zone);
                }
            } else if (!JOB_OPTIONS.contains(name) && !name.equals("jitter") && !value.equals("None")) {
                if (name.equals("start_date") || name.equals("end_date")) {
                    throw new IllegalArgumentException("It has " + name + ": make the schedule by hand");
                }
                values.put(name, known(name, value));
            }
        });
        return values;
    }

    private static String known(String name, @Nullable String value) {
        String literal = PythonCall.literal(value);
        if (literal == null) {
            throw new IllegalArgumentException(
                    value == null
                            ? "It does not say " + name
                            : name + " is " + value.replaceAll("\\s+", " ") + ", which only the program knows");
        }
        return literal;
    }

    /** {@code 'Europe/Riga'}, or a call with it such as {@code pytz.timezone('Europe/Riga')}; {@code utc}. */
    private static @Nullable String zone(@Nullable String value) {
        if (value == null || value.equals("None")) {
            return null;
        }
        String literal = PythonCall.literal(value);
        if (literal != null) {
            return literal;
        }
        PythonCall call = PythonCall.of(value);
        if (call != null && !call.positional().isEmpty()) {
            return known("timezone", call.positional().get(0));
        }
        if (value.matches("(?i).*\\butc")) {
            return "UTC";
        }
        throw new IllegalArgumentException("timezone is " + value + ", which only the program knows");
    }

    /** Makes a trigger, or says why it cannot. */
    private interface Making {
        Trigger make();
    }

    private static ForeignSchedule made(int line, String old, String name, List<String> notes, Making making) {
        List<String> all = new ArrayList<>(notes);
        Trigger trigger = null;
        try {
            trigger = making.make();
            all.add("Its function needs a handler.");
        } catch (IllegalArgumentException | ArithmeticException e) {
            all.add(
                    e instanceof IllegalArgumentException wrong
                            ? CrontabReader.sentence(wrong)
                            : "Its interval is too long.");
        }
        return new ForeignSchedule(line, old, name, trigger, null, "python." + name, all);
    }
}
