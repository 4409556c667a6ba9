package dev.rota.postgres;

import dev.rota.jdbc.ScheduleRows;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Statement;
import dev.rota.jdbc.Words;
import dev.rota.job.NewJob;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.ScheduleStore;
import dev.rota.store.ScheduleStore.FirePlanner;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the code and operators say of schedules, on PostgreSQL. A change of it and the next fire that follows are committed together. */
final class PostgresDefinitions {
    private static final String CODE = "code";
    private static final String OPERATOR = "operator";

    private final PostgresDatabase database;

    PostgresDefinitions(PostgresDatabase database) {
        this.database = database;
    }

    void define(@Nullable String application, List<ScheduleDefinition> definitions, FirePlanner planner) {
        if (application == null && definitions.isEmpty()) {
            return;
        }
        Map<String, ScheduleDefinition> byName = new HashMap<>();
        definitions.forEach(definition -> byName.put(definition.name(), definition));
        database.write(session -> {
            Map<String, StoredSchedule> before = lock(session, byName.keySet(), true);
            List<ScheduleDefinition> changed = byName.values().stream()
                    .filter(definition -> {
                        StoredSchedule stored = before.get(definition.name());
                        return stored == null
                                || stored.orphanedAt() != null
                                || !same(definition, stored.code())
                                || !Objects.equals(application, stored.application());
                    })
                    .toList();
            if (!changed.isEmpty()) {
                put(session, application, changed, before, planner);
            }
            if (application != null) {
                orphanOthers(session, application, byName.keySet());
            }
            return true;
        });
    }

    private void put(
            Session session,
            @Nullable String application,
            List<ScheduleDefinition> changed,
            Map<String, StoredSchedule> before,
            FirePlanner planner)
            throws SQLException {
        Instant now = database.now(session);
        bind(session.statement(PostgresStatements.PUT_DEFINITIONS), CODE, changed)
                .set("application", application)
                .set("changed_by", CODE)
                .set("change_reason", (String) null)
                .setList(
                        "changes",
                        "bigint",
                        changed.stream()
                                .map(one -> PostgresDatabase.micros(since(before.get(one.name()), one, now)))
                                .toList())
                .update();
        List<Next> nexts = new ArrayList<>();
        for (ScheduleDefinition definition : changed) {
            StoredSchedule stored = before.get(definition.name());
            ScheduleDefinition effective = stored != null && stored.override() != null ? stored.override() : definition;
            boolean moved = stored != null && stored.orphanedAt() == null && same(definition, stored.code());
            nexts.add(new Next(
                    definition.name(), next(stored, effective, planner, now), stored == null || moved ? 0 : 1));
        }
        setNexts(session, nexts, null);
    }

    /** Binds all but the application, and who changed them, when and why. */
    private static Statement bind(Statement statement, String origin, List<ScheduleDefinition> definitions)
            throws SQLException {
        Columns<ScheduleDefinition> columns = new Columns<>(statement, definitions);
        columns.set("schedules", "text", ScheduleDefinition::name);
        columns.set("trigger_kinds", "text", one -> one.trigger().kind());
        columns.set("trigger_texts", "text", one -> one.trigger().text());
        columns.setIfAny("zones", "text", one -> Objects.toString(one.trigger().zone(), null));
        bindJobs(new Columns<>(
                statement, definitions.stream().map(ScheduleDefinition::job).toList()));
        bindPolicies(new Columns<>(
                statement,
                definitions.stream().map(ScheduleDefinition::policies).toList()));
        return statement.set("origin", origin);
    }

    private static void bindJobs(Columns<NewJob> columns) throws SQLException {
        columns.set("job_types", "text", NewJob::type);
        columns.set("job_versions", "integer", NewJob::version);
        columns.set("args", "text", NewJob::args);
        columns.set("queues", "text", NewJob::queue);
        columns.set("priorities", "integer", NewJob::priority);
        columns.set("max_attempts", "integer", NewJob::maxAttempts);
        columns.setIfAny("timeouts", "bigint", job -> PostgresDatabase.millis(job.timeout()));
        columns.setIfAny("tags", "text", PostgresEnqueuer::tags);
        columns.setIfAny(
                "exclusion_keys",
                "text",
                job -> job.exclusion() == null ? null : job.exclusion().key());
        columns.setIfAny(
                "exclusion_limits",
                "integer",
                job -> job.exclusion() == null ? null : job.exclusion().limit());
    }

    private static void bindPolicies(Columns<Policies> columns) throws SQLException {
        columns.set("misseds", "text", policies -> policies.missed().text());
        columns.set("overlaps", "text", policies -> Words.of(policies.overlap()));
        columns.set("jitters", "bigint", policies -> PostgresDatabase.millis(policies.jitter()));
        columns.set("graces", "bigint", policies -> PostgresDatabase.millis(policies.grace()));
        columns.setIfAny("starts", "bigint", policies -> PostgresDatabase.micros(policies.startsAt()));
        columns.setIfAny("ends", "bigint", policies -> PostgresDatabase.micros(policies.endsAt()));
        columns.setIfAny("flags", "text", Policies::flag);
        columns.setIfAny("descriptions", "text", Policies::description);
        columns.setIfAny("expecteds", "bigint", policies -> PostgresDatabase.millis(policies.expected()));
        columns.setIfAny("windows", "text", ScheduleRows::windows);
    }

    /** @param changes how much the version grows */
    private record Next(String name, @Nullable Instant at, int changes) {}

    private static int setNexts(Session session, List<Next> nexts, @Nullable Instant orphanedAt) throws SQLException {
        Statement statement =
                session.statement(PostgresStatements.SET_NEXT_FIRES).set("orphaned_at", orphanedAt);
        Columns<Next> columns = new Columns<>(statement, nexts);
        columns.set("names", "text", Next::name);
        columns.set("nexts", "bigint", next -> PostgresDatabase.micros(next.at()));
        columns.set("changes", "integer", Next::changes);
        return statement.update();
    }

    /** Since when the code says so: from now on, unless it is what it said before. */
    private static Instant since(@Nullable StoredSchedule stored, ScheduleDefinition definition, Instant now) {
        return stored != null && same(definition, stored.code())
                ? Objects.requireNonNullElse(stored.codeSince(), now)
                : now;
    }

    /** Those that the application defined before, and does not any more, fire no more. */
    private void orphanOthers(Session session, String application, Set<String> given) throws SQLException {
        List<String> gone = session
                .statement(PostgresStatements.OWNED_SCHEDULES)
                .set("application", application)
                .list(row -> row.text("schedule"))
                .stream()
                .filter(name -> !given.contains(name))
                .toList();
        if (gone.isEmpty()) {
            return;
        }
        Instant now = database.now(session);
        List<Next> nexts = lock(session, gone, false).values().stream()
                .filter(schedule -> schedule.orphanedAt() == null)
                .map(schedule -> new Next(schedule.name(), null, 1))
                .toList();
        if (!nexts.isEmpty()) {
            setNexts(session, nexts, now);
        }
    }

    /** Kept, unless the schedule is new, was orphaned, or what counts has another trigger or other bounds. */
    private static @Nullable Instant next(
            @Nullable StoredSchedule stored, ScheduleDefinition effective, FirePlanner planner, Instant now) {
        return stored != null && stored.orphanedAt() == null && effective.firesAtTheTimesOf(stored.effective())
                ? stored.nextFireAt()
                : planner.first(effective, now);
    }

    private static boolean same(ScheduleDefinition one, @Nullable ScheduleDefinition other) {
        return other != null
                && one.trigger().equals(other.trigger())
                && one.policies().equals(other.policies())
                && one.job()
                        .when(other.job().when())
                        .unique(other.job().unique())
                        .origin(other.job().origin())
                        .equals(other.job());
    }

    /** Locks schedules, made first if need be, and reads those that have a definition. */
    private Map<String, StoredSchedule> lock(Session session, Collection<String> names, boolean make)
            throws SQLException {
        if (make) {
            session.statement(PostgresStatements.MAKE_SCHEDULES)
                    .setTexts("names", names)
                    .any();
        }
        session.statement(PostgresStatements.LOCK_SCHEDULES)
                .setTexts("names", names)
                .any();
        Map<String, StoredSchedule> found = new HashMap<>();
        ScheduleRows.schedules(
                        session.statement(PostgresStatements.FIND_SCHEDULES).setTexts("names", names))
                .forEach(schedule -> found.put(schedule.name(), schedule));
        return found;
    }

    boolean override(
            ScheduleDefinition definition, StoredSchedule.Change by, FirePlanner planner, @Nullable Long version) {
        return database.write(session -> {
            // Where there must be one, none is made: nothing of it may stay if there is not.
            boolean make = version == null || version == ScheduleStore.ABSENT;
            StoredSchedule stored =
                    lock(session, List.of(definition.name()), make).get(definition.name());
            if (version != null && (stored == null ? ScheduleStore.ABSENT : stored.version()) != version) {
                return false;
            }
            if (stored != null && stored.orphanedAt() != null) {
                // It is the operator's from now on.
                session.statement(PostgresStatements.DROP_CODE)
                        .set("schedule", definition.name())
                        .update();
            }
            bind(session.statement(PostgresStatements.PUT_DEFINITIONS), OPERATOR, List.of(definition))
                    .set("application", (String) null)
                    .set("changed_by", by.by())
                    .set("change_reason", by.reason())
                    .setList(
                            "changes",
                            "bigint",
                            Stream.of(by)
                                    .map(change -> PostgresDatabase.micros(change.at()))
                                    .toList())
                    .update();
            setNext(session, definition, stored, planner, null);
            return true;
        });
    }

    boolean revert(String name, FirePlanner planner, @Nullable Long version) {
        return database.write(session -> {
            StoredSchedule stored = lock(session, List.of(name), false).get(name);
            if (stored == null || stored.override() == null || stored.code() == null) {
                return false;
            }
            if (version != null && stored.version() != version) {
                return false;
            }
            session.statement(PostgresStatements.DROP_DEFINITION)
                    .set("schedule", name)
                    .update();
            return setNext(session, stored.code(), stored, planner, stored.orphanedAt());
        });
    }

    private boolean setNext(
            Session session,
            ScheduleDefinition effective,
            @Nullable StoredSchedule stored,
            FirePlanner planner,
            @Nullable Instant orphanedAt)
            throws SQLException {
        Instant next = orphanedAt == null ? next(stored, effective, planner, database.now(session)) : null;
        return setNexts(session, List.of(new Next(effective.name(), next, stored == null ? 0 : 1)), orphanedAt) > 0;
    }
}
