package dev.rota.sqlite;

import dev.rota.jdbc.ScheduleRows;
import dev.rota.jdbc.Sql;
import dev.rota.schedule.Fire;
import dev.rota.schedule.Flag;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.ScheduleStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Schedules, on SQLite. */
final class SqliteScheduleStore implements ScheduleStore {
    private final Database database;
    private final SqliteFires fires;

    SqliteScheduleStore(Database database, SqliteEnqueuer enqueuer) {
        this.database = database;
        this.fires = new SqliteFires(database, enqueuer);
    }

    @Override
    public void define(@Nullable String application, List<ScheduleDefinition> definitions, FirePlanner planner) {
        database.write(session -> {
            new SqliteDefinitions(session, planner, database.now()).define(application, definitions);
            return true;
        });
    }

    @Override
    public boolean override(
            ScheduleDefinition definition, StoredSchedule.Change by, FirePlanner planner, @Nullable Long version) {
        return database.write(
                session -> new SqliteDefinitions(session, planner, database.now()).override(definition, by, version));
    }

    @Override
    public boolean revert(String name, FirePlanner planner, @Nullable Long version) {
        return database.write(session -> new SqliteDefinitions(session, planner, database.now()).revert(name, version));
    }

    @Override
    public boolean remove(String name, @Nullable Long version) {
        return database.write(session -> {
            if (version != null
                    && SqliteDefinitions.find(session, name)
                            .filter(schedule -> schedule.version() == version)
                            .isEmpty()) {
                return false;
            }
            for (Sql part : new Sql[] {SqliteStatements.DELETE_DEFINITIONS, SqliteStatements.DELETE_FIRES}) {
                session.statement(part).set("schedule", name).update();
            }
            return session.statement(SqliteStatements.DELETE_SCHEDULE)
                            .set("schedule", name)
                            .update()
                    == 1;
        });
    }

    @Override
    public boolean pause(String name, StoredSchedule.Pause pause, @Nullable Long version) {
        return database.write(session -> session.statement(SqliteStatements.PAUSE_SCHEDULE)
                        .set("schedule", name)
                        .set("by", pause.by())
                        .set("at", pause.at())
                        .set("reason", pause.reason())
                        .set("until", pause.until())
                        .set("version", version)
                        .update()
                == 1);
    }

    @Override
    public boolean resume(String name, @Nullable Long version) {
        return database.write(session -> session.statement(SqliteStatements.RESUME_SCHEDULE)
                        .set("schedule", name)
                        .set("now", database.now())
                        .set("version", version)
                        .update()
                == 1);
    }

    @Override
    public Optional<StoredSchedule> find(String name) {
        return database.read(session -> SqliteDefinitions.find(session, name));
    }

    @Override
    public List<StoredSchedule> list() {
        return database.read(session -> ScheduleRows.schedules(session.statement(SqliteStatements.SCHEDULES)));
    }

    @Override
    public List<StoredSchedule> list(Part part) {
        return database.read(session -> ScheduleRows.schedules(session.statement(SqliteStatements.SCHEDULES_PART)
                .set("after", part.after() == null ? "" : part.after())
                .set("find", part.find() == null ? null : part.find().toLowerCase(Locale.ROOT))
                .set("tag", part.tag())
                .set("most", part.limit())));
    }

    @Override
    public List<StoredSchedule> soonest(Instant until, int limit) {
        ScheduleStore.requireLimit(limit);
        return database.read(session -> ScheduleRows.schedules(session.statement(SqliteStatements.SOONEST_SCHEDULES)
                .set("until", until)
                .set("most", limit)));
    }

    @Override
    public List<Fire> fires(String name, int limit) {
        return database.read(session -> session.statement(SqliteStatements.FIRES)
                .set("schedule", name)
                .set("most", limit)
                .list(ScheduleRows::fire));
    }

    @Override
    public List<Fire> fireDue(int limit, FirePlanner planner) {
        return fires.fireDue(limit, planner);
    }

    @Override
    public Optional<Fire> runNow(String name, String by) {
        return fires.runNow(name, by);
    }

    @Override
    public List<Fire> backfill(String name, List<PlannedFire> fires) {
        return this.fires.backfill(name, fires);
    }

    @Override
    public Set<Instant> fired(String name, Instant from, Instant to) {
        return Set.copyOf(database.read(session -> session.statement(SqliteStatements.FIRED)
                .set("schedule", name)
                .set("from", from)
                .set("to", to)
                .list(row -> row.instant("due_at"))));
    }

    @Override
    public Optional<Instant> nextFireAt() {
        return database.read(
                session -> session.statement(SqliteStatements.NEXT_FIRE).first(row -> row.instant("next_fire_at")));
    }

    @Override
    public void defineFlag(String name, boolean defaultOn) {
        database.write(session -> session.statement(SqliteStatements.DEFINE_FLAG)
                .set("name", name)
                .set("default_on", defaultOn)
                .update());
    }

    @Override
    public boolean setFlag(String name, @Nullable Boolean on, String by) {
        return database.write(session -> session.statement(SqliteStatements.SET_FLAG)
                        .set("name", name)
                        .set("on", on)
                        .set("by", by)
                        .set("now", database.now())
                        .update()
                == 1);
    }

    @Override
    public List<Flag> flags() {
        return database.read(
                session -> session.statement(SqliteStatements.FLAGS).list(ScheduleRows::flag));
    }

    @Override
    public Map<String, List<Fire>> latestFires(Collection<String> names, int each) {
        Map<String, List<Fire>> fires = new HashMap<>();
        database.read(session -> session.statement(SqliteStatements.LATEST_FIRES)
                .setTexts("names", names)
                .set("each", each)
                .list(row -> fires.computeIfAbsent(row.text("schedule"), name -> new ArrayList<>())
                        .add(ScheduleRows.fire(row))));
        return fires;
    }
}
