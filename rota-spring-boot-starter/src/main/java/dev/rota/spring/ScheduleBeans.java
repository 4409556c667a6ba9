package dev.rota.spring;

import dev.rota.job.ArgsCodec;
import dev.rota.job.ArgsException;
import dev.rota.job.JobType;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.ZoneNames;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** The schedules that annotations and beans define. */
final class ScheduleBeans {
    private final ArgsCodec codec;
    private final ZoneId defaultZone;
    private final UnaryOperator<String> placeholders;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private final List<Schedule> enabled = new ArrayList<>();
    private final List<String> disabled = new ArrayList<>();

    /**
     * What was found.
     *
     * @param enabled to be stored
     * @param disabled names of schedules that are to be removed from the store
     */
    record Found(List<Schedule> enabled, List<String> disabled) {}

    ScheduleBeans(ArgsCodec codec, ZoneId defaultZone, UnaryOperator<String> placeholders) {
        this.codec = codec;
        this.defaultZone = defaultZone;
        this.placeholders = placeholders;
    }

    /**
     * Reads all annotations.
     *
     * @param beans schedules that are beans, by the names of the beans
     * @throws RotaConfigurationException naming all that is wrong
     */
    Found read(List<FoundJob<?>> jobs, Map<String, Schedule> beans) {
        beans.forEach((bean, schedule) -> {
            if (isNew(schedule.name(), "the bean " + bean)) {
                enabled.add(schedule);
            }
        });
        for (FoundJob<?> job : jobs) {
            for (RotaSchedule annotation : job.schedules()) {
                read(job, annotation);
            }
        }
        if (!problems.isEmpty()) {
            throw RotaConfigurationException.of("Schedules are not as expected", problems);
        }
        return new Found(List.copyOf(enabled), List.copyOf(disabled));
    }

    private void read(FoundJob<?> job, RotaSchedule annotation) {
        try {
            String given = text(annotation.name());
            String name = given.isEmpty() ? job.type().name() : given;
            if (!isNew(name, job.where())) {
                return;
            }
            Schedule schedule = triggered(name, annotation);
            if (schedule == null) {
                disabled.add(name);
            } else {
                enabled.add(running(policed(schedule, annotation), job.type(), text(annotation.args()))
                        .tags(Stream.of(annotation.tags()).map(this::text).toArray(String[]::new)));
            }
        } catch (IllegalArgumentException | ArgsException e) {
            problems.add(job.where() + ", @RotaSchedule of " + job.type() + ": " + e.getMessage());
        }
    }

    private boolean isNew(String name, String where) {
        String earlier = places.putIfAbsent(name, where);
        if (earlier != null) {
            problems.add("Two schedules have the name " + name + ", one at " + earlier + " and one at " + where
                    + ": set name in one of them.");
        }
        return earlier == null;
    }

    /** Null if it is disabled. */
    private @Nullable Schedule triggered(String name, RotaSchedule annotation) {
        String cron = text(annotation.cron());
        String every = text(annotation.every());
        if (cron.isEmpty() == every.isEmpty()) {
            throw new IllegalArgumentException("schedule " + name + " has "
                    + (cron.isEmpty() ? "neither cron nor every" : "both cron and every")
                    + ": set one of them, or cron = \"-\" to disable it.");
        }
        String zone = text(annotation.zone());
        if (!every.isEmpty() && !zone.isEmpty()) {
            throw new IllegalArgumentException(
                    "schedule " + name + " has a zone, but intervals follow elapsed time: take the zone away.");
        }
        if (cron.equals(RotaSchedule.DISABLED) || every.equals(RotaSchedule.DISABLED)) {
            return null;
        }
        return every.isEmpty()
                ? Schedule.cron(name, cron, zone.isEmpty() ? defaultZone : ZoneNames.parse(zone))
                : Schedule.every(name, duration(every));
    }

    private Schedule policed(Schedule plain, RotaSchedule annotation) {
        Schedule schedule = plain.overlap(annotation.overlap());
        String missed = text(annotation.missed());
        String flag = text(annotation.flag());
        String jitter = text(annotation.jitter());
        String description = text(annotation.description());
        if (!missed.isEmpty()) {
            schedule = schedule.missed(MissedPolicy.parse(missed));
        }
        if (!flag.isEmpty()) {
            schedule = schedule.flag(flag);
        }
        if (!jitter.isEmpty()) {
            schedule = schedule.jitter(duration(jitter));
        }
        String expected = text(annotation.expected());
        if (!expected.isEmpty()) {
            schedule = schedule.expected(duration(expected));
        }
        schedule = schedule.pauseWindows(
                Stream.of(annotation.pauseWindows()).map(this::text).toArray(String[]::new));
        return description.isEmpty() ? schedule : schedule.description(description);
    }

    private <A> Schedule running(Schedule schedule, JobType<A> type, String args) {
        if (type.argsClass() == Void.class) {
            if (!args.isEmpty()) {
                throw new IllegalArgumentException(
                        "args is " + args + ", but the handler takes none: add a parameter, or take args away.");
            }
            return schedule.runs(type, null);
        }
        try {
            return schedule.runs(type, codec.decode(args.isEmpty() ? "{}" : args, type.argsClass()));
        } catch (ArgsException e) {
            throw new ArgsException(
                    "args is " + (args.isEmpty() ? "not set" : args) + ", expected JSON of "
                            + type.argsClass().getName() + ": " + e.getMessage(),
                    e);
        }
    }

    private static Duration duration(String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no duration, expected one such as 30s, 6h or PT6H", e);
        }
    }

    private String text(String attribute) {
        return placeholders.apply(attribute);
    }
}
