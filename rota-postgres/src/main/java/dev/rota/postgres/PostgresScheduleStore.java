package dev.rota.postgres;

import dev.rota.jdbc.ScheduleRows;
import dev.rota.schedule.Fire;
import dev.rota.schedule.Flag;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.ScheduleStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Schedules, on PostgreSQL. How they come to be is in {@link PostgresDefinitions}, what happens when they are due in {@link PostgresFires}. */
final class PostgresScheduleStore implements ScheduleStore {
    private final PostgresDatabase database;
    private final PostgresDefinitions definitions;
    private final PostgresFires fires;

    PostgresScheduleStore(PostgresDatabase database, PostgresEnqueuer enqueuer, PostgresJobStore jobs) {
        this.database = database;
        this.definitions = new PostgresDefinitions(database);
        this.fires = new PostgresFires(database, enqueuer, jobs);
    }

    @Override
    public void define(@Nullable String application, List<ScheduleDefinition> all, FirePlanner planner) {
        definitions.define(application, all, planner);
    }

    @Override
    public boolean override(
            ScheduleDefinition definition, StoredSchedule.Change by, FirePlanner planner, @Nullable Long version) {
        return definitions.override(definition, by, planner, version);
    }

    @Override
    public boolean revert(String name, FirePlanner planner, @Nullable Long version) {
        return definitions.revert(name, planner, version);
    }

    @Override
    public boolean remove(String name, @Nullable Long version) {
        return database.once(session -> session.statement(PostgresStatements.REMOVE_SCHEDULE)
                .set("name", name)
                .set("version", version)
                .any());
    }

    @Override
    public boolean pause(String name, StoredSchedule.Pause pause, @Nullable Long version) {
        return database.plain(session -> session.statement(PostgresStatements.PAUSE_SCHEDULE)
                        .set("name", name)
                        .set("by", pause.by())
                        .set("at", pause.at())
                        .set("reason", pause.reason())
                        .set("until", pause.until())
                        .set("version", version)
                        .update()
                > 0);
    }

    @Override
    public boolean resume(String name, @Nullable Long version) {
        return database.plain(session -> database.timed(session, PostgresStatements.RESUME_SCHEDULE)
                        .set("name", name)
                        .set("version", version)
                        .update()
                > 0);
    }

    @Override
    public Optional<StoredSchedule> find(String name) {
        return database.plain(session ->
                ScheduleRows.schedules(session.statement(PostgresStatements.FIND_SCHEDULES)
                                .setTexts("names", List.of(name)))
                        .stream()
                        .findFirst());
    }

    @Override
    public List<StoredSchedule> list() {
        return database.plain(session -> ScheduleRows.schedules(session.statement(PostgresStatements.LIST_SCHEDULES)));
    }

    @Override
    public List<StoredSchedule> list(Part part) {
        return database.once(session -> ScheduleRows.schedules(session.statement(PostgresStatements.LIST_SCHEDULES_PART)
                .set("after", part.after() == null ? "" : part.after())
                .set("find", part.find() == null ? null : part.find().toLowerCase(Locale.ROOT))
                .set("tag", part.tag())
                .set("limit", part.limit())));
    }

    @Override
    public List<StoredSchedule> soonest(Instant until, int limit) {
        ScheduleStore.requireLimit(limit);
        return database.once(session -> ScheduleRows.schedules(session.statement(PostgresStatements.SOONEST_SCHEDULES)
                .set("until", until)
                .set("limit", limit)));
    }

    @Override
    public List<Fire> fires(String name, int limit) {
        return fires.list(name, limit);
    }

    @Override
    public List<Fire> fireDue(int limit, FirePlanner planner) {
        return fires.fireDue(limit, planner);
    }

    @Override
    public List<Fire> backfill(String name, List<PlannedFire> planned) {
        return fires.backfill(name, planned);
    }

    @Override
    public Set<Instant> fired(String name, Instant from, Instant to) {
        return fires.fired(name, from, to);
    }

    @Override
    public Optional<Fire> runNow(String name, String by) {
        return fires.runNow(name, by);
    }

    @Override
    public Optional<Instant> nextFireAt() {
        return database.plain(
                session -> session.statement(PostgresStatements.NEXT_FIRE).first(row -> row.instant("next_fire_at")));
    }

    @Override
    public void defineFlag(String name, boolean defaultOn) {
        database.plain(session -> session.statement(PostgresStatements.DEFINE_FLAG)
                .set("name", name)
                .set("on", defaultOn)
                .update());
    }

    @Override
    public boolean setFlag(String name, @Nullable Boolean on, String by) {
        return database.plain(session -> database.timed(session, PostgresStatements.SET_FLAG)
                        .set("name", name)
                        .set("on", on)
                        .set("by", by)
                        .update()
                > 0);
    }

    @Override
    public List<Flag> flags() {
        return database.plain(
                session -> session.statement(PostgresStatements.LIST_FLAGS).list(ScheduleRows::flag));
    }

    @Override
    public Map<String, List<Fire>> latestFires(Collection<String> names, int each) {
        return fires.latest(names, each);
    }
}
