package dev.rota.jdbc;

import dev.rota.job.ExclusionKey;
import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import dev.rota.schedule.Flag;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.store.ScheduleStore.LiveJob;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads and binds rows about schedules. */
public final class ScheduleRows {
    private ScheduleRows() {}

    /**
     * Reads schedules from the columns of {@code rota_schedule} joined with {@code rota_schedule_definition}: a row for
     * each definition, in any order. The order of the schedules is that of their first rows.
     */
    public static List<StoredSchedule> schedules(Statement statement) throws SQLException {
        Map<String, StoredSchedule> byName = new LinkedHashMap<>();
        statement.list(row -> {
            StoredSchedule read = schedule(row);
            byName.merge(read.name(), read, ScheduleRows::merge);
            return read;
        });
        return new ArrayList<>(byName.values());
    }

    /**
     * The same without those that cannot be read: one in a zone that this JVM does not know must not stand in the way of
     * all others.
     *
     * @param unreadable is told the name of each of them, and why
     */
    public static List<StoredSchedule> schedules(Statement statement, BiConsumer<String, RuntimeException> unreadable)
            throws SQLException {
        Map<String, StoredSchedule> byName = new LinkedHashMap<>();
        Set<String> without = new HashSet<>();
        statement.list(row -> {
            String name = row.text("name");
            try {
                byName.merge(name, schedule(row), ScheduleRows::merge);
            } catch (RuntimeException e) {
                without.add(name);
                unreadable.accept(name, e);
            }
            return name;
        });
        byName.keySet().removeAll(without);
        return new ArrayList<>(byName.values());
    }

    private static StoredSchedule merge(StoredSchedule one, StoredSchedule other) {
        StoredSchedule withOverride = one.override() != null ? one : other;
        return new StoredSchedule(
                one.name(),
                one.code() != null ? one.code() : other.code(),
                one.code() != null ? one.codeSince() : other.codeSince(),
                withOverride.override(),
                withOverride.overrideBy(),
                one.pause(),
                one.nextFireAt(),
                one.lastFireAt(),
                one.application() != null ? one.application() : other.application(),
                one.orphanedAt(),
                one.version());
    }

    private static StoredSchedule schedule(Row row) throws SQLException {
        ScheduleDefinition definition = definition(row);
        boolean operator = row.text("origin").equals("operator");
        String changedBy = row.textOrNull("changed_by");
        return new StoredSchedule(
                row.text("name"),
                operator ? null : definition,
                operator ? null : row.instantOrNull("changed_at"),
                operator ? definition : null,
                operator && changedBy != null
                        ? new StoredSchedule.Change(
                                changedBy, row.instant("changed_at"), row.textOrNull("change_reason"))
                        : null,
                pause(row),
                row.instantOrNull("next_fire_at"),
                row.instantOrNull("last_fire_at"),
                row.has("application") ? row.textOrNull("application") : null,
                row.has("orphaned_at") ? row.instantOrNull("orphaned_at") : null,
                row.number("version"));
    }

    private static StoredSchedule.@Nullable Pause pause(Row row) throws SQLException {
        String by = row.textOrNull("paused_by");
        if (by == null) {
            return null;
        }
        String before = row.textOrNull("paused_before");
        return new StoredSchedule.Pause(
                by,
                row.instant("paused_at"),
                row.textOrNull("pause_reason"),
                row.instantOrNull("paused_until"),
                before == null ? List.of() : spans(before.split(" ")));
    }

    /** Of beginnings and ends in turn, in microseconds since 1970. */
    private static List<StoredSchedule.Pause.Span> spans(String[] micros) {
        List<StoredSchedule.Pause.Span> spans = new ArrayList<>();
        for (int i = 0; i < micros.length; i += 2) {
            spans.add(new StoredSchedule.Pause.Span(instant(micros[i]), instant(micros[i + 1])));
        }
        return spans;
    }

    private static Instant instant(String micros) {
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    }

    /** Reads a definition from the columns of {@code rota_schedule_definition}. */
    public static ScheduleDefinition definition(Row row) throws SQLException {
        NewJob job = new NewJob(
                row.text("job_type"),
                row.integer("job_version"),
                row.text("args"),
                row.text("queue"),
                row.integer("priority"),
                row.integer("max_attempts"),
                row.millisOrNull("timeout_ms"),
                NewJob.When.NOW,
                row.texts("tags"),
                null,
                JobRows.exclusion(row),
                NewJob.Origin.UNKNOWN);
        Policies policies = new Policies(
                MissedPolicy.parse(row.text("missed")),
                row.word("overlap", OverlapPolicy.class),
                Duration.ofMillis(row.number("jitter_ms")),
                Duration.ofMillis(row.number("grace_ms")),
                row.instantOrNull("starts_at"),
                row.instantOrNull("ends_at"),
                row.textOrNull("flag"),
                row.textOrNull("description"),
                row.millisOrNull("expected_ms"),
                PauseWindow.parseAll(Objects.requireNonNullElse(row.textOrNull("pause_windows"), "")));
        Trigger trigger = Trigger.parse(row.text("trigger_kind"), row.text("trigger_text"), row.textOrNull("zone"));
        return new ScheduleDefinition(row.text("schedule"), trigger, job, policies);
    }

    /** Binds all columns of {@code rota_schedule_definition}, by their names. */
    public static Statement bind(
            Statement statement, String origin, ScheduleDefinition definition, StoredSchedule.@Nullable Change by)
            throws SQLException {
        NewJob job = definition.job();
        Policies policies = definition.policies();
        ExclusionKey exclusion = job.exclusion();
        Trigger trigger = definition.trigger();
        return statement
                .set("schedule", definition.name())
                .set("origin", origin)
                .set("trigger_kind", trigger.kind())
                .set("trigger_text", trigger.text())
                .set("zone", trigger.zone() == null ? null : trigger.zone().getId())
                .set("job_type", job.type())
                .set("job_version", job.version())
                .set("args", job.args())
                .set("queue", job.queue())
                .set("priority", job.priority())
                .set("max_attempts", job.maxAttempts())
                .set("timeout_ms", job.timeout())
                .setTexts("tags", job.tags())
                .set("exclusion_key", exclusion == null ? null : exclusion.key())
                .set("exclusion_limit", exclusion == null ? (Integer) null : Integer.valueOf(exclusion.limit()))
                .set("missed", policies.missed().text())
                .set("overlap", policies.overlap())
                .set("jitter_ms", policies.jitter())
                .set("grace_ms", policies.grace())
                .set("starts_at", policies.startsAt())
                .set("ends_at", policies.endsAt())
                .set("flag", policies.flag())
                .set("description", policies.description())
                .set("expected_ms", policies.expected())
                .set("pause_windows", windows(policies))
                .set("changed_by", by == null ? null : by.by())
                .set("changed_at", by == null ? (Instant) null : by.at())
                .set("change_reason", by == null ? null : by.reason());
    }

    /** The pause windows as they are stored; null if there are none. */
    public static @Nullable String windows(Policies policies) {
        return policies.pauseWindows().isEmpty() ? null : PauseWindow.text(policies.pauseWindows());
    }

    /** Reads a fire from the columns of {@code rota_fire}. */
    public static Fire fire(Row row) throws SQLException {
        return new Fire(
                row.text("schedule"),
                row.instant("due_at"),
                row.instant("fired_at"),
                row.word("outcome", Fire.Outcome.class),
                row.numberOrNull("job_id"),
                row.textOrNull("note"));
    }

    /** Reads a job of a schedule from the columns {@code id}, {@code running} and {@code note}. */
    public static LiveJob live(Row row) throws SQLException {
        return new LiveJob(row.number("id"), row.flag("running"), row.textOrNull("note"));
    }

    /** Reads a flag from the columns of {@code rota_flag}. */
    public static Flag flag(Row row) throws SQLException {
        return new Flag(
                row.text("name"),
                row.flag("default_on"),
                row.flagOrNull("override_on"),
                row.textOrNull("changed_by"),
                row.instantOrNull("changed_at"));
    }
}
