package dev.rota.sqlite;

import dev.rota.jdbc.ScheduleRows;
import dev.rota.jdbc.Session;
import dev.rota.job.NewJob;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.ScheduleStore;
import dev.rota.store.ScheduleStore.FirePlanner;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores what code and operators say of schedules. The next fire is planned anew only if it has become another. */
final class SqliteDefinitions {
    private static final String CODE = "code";
    private static final String OPERATOR = "operator";
    private final Session session;
    private final FirePlanner planner;
    private final Instant now;

    SqliteDefinitions(Session session, FirePlanner planner, Instant now) {
        this.session = session;
        this.planner = planner;
        this.now = now;
    }

    static Optional<StoredSchedule> find(Session session, String name) throws SQLException {
        return ScheduleRows.schedules(
                        session.statement(SqliteStatements.SCHEDULE).set("schedule", name))
                .stream()
                .findFirst();
    }

    void define(@Nullable String application, List<ScheduleDefinition> definitions) throws SQLException {
        if (application == null && definitions.isEmpty()) {
            return;
        }
        Map<String, StoredSchedule> stored = new HashMap<>();
        for (StoredSchedule schedule : ScheduleRows.schedules(session.statement(SqliteStatements.SCHEDULES))) {
            stored.put(schedule.name(), schedule);
        }
        Set<String> given = new HashSet<>();
        for (ScheduleDefinition definition : definitions) {
            given.add(definition.name());
            define(application, asStored(definition), stored.get(definition.name()));
        }
        for (StoredSchedule schedule : stored.values()) {
            if (application != null && application.equals(schedule.application()) && !given.contains(schedule.name())) {
                orphan(schedule);
            }
        }
    }

    private void define(@Nullable String application, ScheduleDefinition definition, @Nullable StoredSchedule before)
            throws SQLException {
        if (before == null) {
            create(definition);
            put(CODE, definition, since(now), application);
        } else if (!definition.equals(before.code()) || before.orphanedAt() != null) {
            put(CODE, definition, since(definition.equals(before.code()) ? before.codeSince() : now), application);
            change(before, before.override() != null ? before.override() : definition, false);
        } else if (!Objects.equals(application, before.application())) {
            put(CODE, definition, since(before.codeSince()), application);
        }
    }

    private static StoredSchedule.@Nullable Change since(@Nullable Instant at) {
        return at == null ? null : new StoredSchedule.Change(CODE, at, null);
    }

    private void orphan(StoredSchedule schedule) throws SQLException {
        if (schedule.orphanedAt() == null) {
            change(schedule, schedule.effective(), true);
        }
    }

    /** What was orphaned is the operator's from now on. False if it has another version than was expected. */
    boolean override(ScheduleDefinition given, StoredSchedule.Change by, @Nullable Long version) throws SQLException {
        ScheduleDefinition definition = asStored(given);
        Optional<StoredSchedule> before = find(session, definition.name());
        if (version != null
                && !before.map(StoredSchedule::version)
                        .orElse(ScheduleStore.ABSENT)
                        .equals(version)) {
            return false;
        }
        if (before.isEmpty()) {
            create(definition);
        } else if (before.get().orphanedAt() != null) {
            session.statement(SqliteStatements.DELETE_CODE)
                    .set("schedule", definition.name())
                    .update();
        }
        put(OPERATOR, definition, by, null);
        if (before.isPresent()) {
            change(before.get(), definition, false);
        }
        return true;
    }

    boolean revert(String name, @Nullable Long version) throws SQLException {
        Optional<StoredSchedule> before =
                find(session, name).filter(schedule -> version == null || schedule.version() == version);
        if (before.isEmpty() || before.get().override() == null || before.get().code() == null) {
            return false;
        }
        session.statement(SqliteStatements.DELETE_OVERRIDE)
                .set("schedule", name)
                .update();
        change(
                before.get(),
                Objects.requireNonNull(before.get().code()),
                before.get().orphanedAt() != null);
        return true;
    }

    private void create(ScheduleDefinition definition) throws SQLException {
        session.statement(SqliteStatements.INSERT_SCHEDULE)
                .set("schedule", definition.name())
                .set("next_fire_at", planner.first(definition, now))
                .update();
    }

    private void put(
            String origin,
            ScheduleDefinition definition,
            StoredSchedule.@Nullable Change by,
            @Nullable String application)
            throws SQLException {
        ScheduleRows.bind(session.statement(SqliteStatements.PUT_DEFINITION), origin, definition, by)
                .set("application", application)
                .update();
    }

    /** Plans anew if {@code effective} fires at other times than what counted before. An orphan does not fire. */
    private void change(StoredSchedule before, ScheduleDefinition effective, boolean orphaned) throws SQLException {
        boolean same = before.orphanedAt() == null && effective.firesAtTheTimesOf(before.effective());
        Instant next = same ? before.nextFireAt() : planner.first(effective, now);
        Instant since = before.orphanedAt() == null ? now : before.orphanedAt();
        session.statement(SqliteStatements.CHANGE_SCHEDULE)
                .set("schedule", before.name())
                .set("next_fire_at", orphaned ? null : next)
                .set("orphaned_at", orphaned ? since : null)
                .update();
    }

    /** As it would be read back, so that it can be compared with what is stored. */
    private static ScheduleDefinition asStored(ScheduleDefinition given) {
        Policies p = given.policies();
        return new ScheduleDefinition(
                given.name(),
                given.trigger(),
                given.job().when(NewJob.When.NOW).unique(null).origin(NewJob.Origin.UNKNOWN),
                new Policies(
                        p.missed(),
                        p.overlap(),
                        p.jitter().truncatedTo(ChronoUnit.MILLIS),
                        p.grace().truncatedTo(ChronoUnit.MILLIS),
                        cut(p.startsAt()),
                        cut(p.endsAt()),
                        p.flag(),
                        p.description(),
                        p.expected() == null ? null : p.expected().truncatedTo(ChronoUnit.MILLIS),
                        p.pauseWindows()));
    }

    private static @Nullable Instant cut(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
    }
}
