package dev.rota.systems.chat.jobs;

import dev.rota.Rota;
import dev.rota.schedule.Flag;
import dev.rota.schedule.IntervalTrigger;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The chat's schedules as its endpoint, its page and its commands show them. Thread-safe. */
public final class ChatSchedules {
    private static final Duration LEASE = Duration.ofSeconds(15);

    /** The id of none. */
    private static final long NO_WORKER = 0;

    private final Rota rota;

    public ChatSchedules(Rota rota) {
        this.rota = rota;
    }

    /**
     * A schedule.
     *
     * @param id such as {@code daily_housekeeping}
     * @param name for people
     * @param nextRun in the schedule's zone; null when it will not fire
     * @param trigger such as {@code cron[hour='2', minute='0']}
     * @param on false while it is paused or its flag is off
     */
    public record Entry(String id, String name, @Nullable ZonedDateTime nextRun, String trigger, boolean on) {}

    /** Whether any process works the chat's jobs. One that has died counts until its lease is over. */
    public boolean running() {
        return rota.workerId().isPresent()
                || rota.store().workers().typesElsewhere(NO_WORKER, LEASE).contains(ChatJobs.HOUSEKEEPING.name());
    }

    /** Now, by the clock that decides when schedules fire. */
    public Instant now() {
        return rota.store().now();
    }

    /** All schedules, those that are off too; daily, weekly, statistics, test. */
    public List<Entry> all() {
        Instant now = now();
        Set<String> off = rota.schedules().flags().stream()
                .filter(flag -> !flag.isOn())
                .map(Flag::name)
                .collect(Collectors.toSet());
        List<Entry> entries = new ArrayList<>();
        for (var defined : ChatJobs.all(ZoneOffset.UTC)) {
            rota.schedules().find(defined.name()).ifPresent(stored -> entries.add(entry(stored, off, now)));
        }
        return entries;
    }

    /** The schedules that are on. */
    public List<Entry> on() {
        return all().stream().filter(Entry::on).toList();
    }

    private static Entry entry(StoredSchedule stored, Set<String> off, Instant now) {
        Trigger trigger = stored.effective().trigger();
        String flag = stored.effective().policies().flag();
        boolean on = !stored.isPaused(now) && (flag == null || !off.contains(flag));
        ZoneId zone = trigger.zone() == null ? ZoneOffset.UTC : trigger.zone();
        Instant next = stored.nextFireAt();
        return new Entry(
                stored.name().substring(ChatJobs.PREFIX.length()),
                Objects.requireNonNullElse(stored.effective().policies().description(), stored.name()),
                next == null || !on ? null : next.atZone(zone),
                text(trigger),
                on);
    }

    /** As the chat's users are used to reading it; fields that do not restrict are left out. */
    static String text(Trigger trigger) {
        if (trigger instanceof IntervalTrigger interval) {
            Duration every = interval.every();
            return "interval[%d:%02d:%02d:%02d]"
                    .formatted(every.toDays(), every.toHoursPart(), every.toMinutesPart(), every.toSecondsPart());
        }
        String[] fields = trigger.text().split(" ");
        if (!trigger.kind().equals("cron") || fields.length != 5) {
            return trigger.kind() + "[" + trigger.text() + "]";
        }
        List<String> parts = new ArrayList<>();
        add(parts, "month", fields[3]);
        add(parts, "day", fields[2]);
        add(parts, "day_of_week", fields[4].toLowerCase(Locale.ROOT));
        add(parts, "hour", fields[1]);
        add(parts, "minute", fields[0]);
        return "cron[" + String.join(", ", parts) + "]";
    }

    private static void add(List<String> parts, String field, String value) {
        if (!value.equals("*")) {
            parts.add(field + "='" + value + "'");
        }
    }
}
