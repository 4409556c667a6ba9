package dev.rota.sqlite;

import dev.rota.jdbc.ScheduleRows;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Unfired;
import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import dev.rota.schedule.Flag;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.ScheduleStore;
import dev.rota.store.StoreException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the jobs of schedules. */
final class SqliteFires {
    /** So many schedules share a commit, so that many that are due at once are not delayed by the disk. */
    private static final int TOGETHER = 64;

    private final Database database;
    private final SqliteEnqueuer enqueuer;
    private final Unfired unfired = new Unfired();

    SqliteFires(Database database, SqliteEnqueuer enqueuer) {
        this.database = database;
        this.enqueuer = enqueuer;
    }

    List<Fire> fireDue(int limit, ScheduleStore.FirePlanner planner) {
        List<Fire> fires = new ArrayList<>();
        // However many cannot be planned, they are passed, and those behind them fire.
        Set<String> passed = new TreeSet<>();
        int left = limit;
        boolean more = true;
        while (more && left > 0) {
            List<String> due = due(left, passed);
            for (int from = 0; from < due.size(); from += TOGETHER) {
                List<String> part = due.subList(from, Math.min(from + TOGETHER, due.size()));
                fires.addAll(fire(part, planner));
            }
            List<String> unplanned = due.stream().filter(unfired::contains).toList();
            passed.addAll(unplanned);
            left -= due.size() - unplanned.size();
            more = !unplanned.isEmpty();
        }
        return fires;
    }

    private List<String> due(int most, Set<String> passed) {
        Instant now = database.now();
        return database.read(session -> session.statement(SqliteStatements.DUE_SCHEDULES)
                .set("now", now)
                .set("most", most)
                .setTexts("passed", passed)
                .list(row -> row.text("name")));
    }

    private List<Fire> fire(List<String> names, ScheduleStore.FirePlanner planner) {
        try {
            List<Fire> fires = database.write(session -> {
                List<Fire> together = new ArrayList<>();
                Instant now = database.now();
                for (String name : names) {
                    together.addAll(fire(session, name, planner, now));
                }
                return together;
            });
            names.forEach(unfired::remove);
            return fires;
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            if (names.size() == 1) {
                unfired.add(names.get(0), e);
                return List.of();
            }
            return fireApart(names, planner);
        }
    }

    /** One schedule that cannot be read or planned must not keep the others from firing. */
    private List<Fire> fireApart(List<String> names, ScheduleStore.FirePlanner planner) {
        return names.stream()
                .flatMap(name -> fire(List.of(name), planner).stream())
                .toList();
    }

    private List<Fire> fire(Session session, String name, ScheduleStore.FirePlanner planner, Instant now)
            throws SQLException {
        Optional<StoredSchedule> found = SqliteDefinitions.find(session, name);
        Instant next = found.map(StoredSchedule::nextFireAt).orElse(null);
        if (found.isEmpty() || next == null || next.isAfter(now)) {
            return List.of();
        }
        StoredSchedule schedule = found.get();
        ScheduleStore.Plan plan =
                planner.plan(new ScheduleStore.Due(schedule, flagOn(session, schedule), live(session, schedule)), now);
        List<Fire> fires = new ArrayList<>();
        Instant last = null;
        for (ScheduleStore.PlannedFire planned : plan.fires()) {
            Fire fire = fire(session, name, planned, now);
            if (fire != null) {
                fires.add(fire);
                last = planned.job() == null ? last : planned.dueAt();
            }
        }
        for (long jobId : plan.cancel()) {
            SqliteOperatorActs.cancel(session, jobId, "schedule " + name, "", now);
        }
        session.statement(SqliteStatements.ADVANCE_SCHEDULE)
                .set("schedule", name)
                .set("next_fire_at", plan.nextFireAt())
                .set("last_fire_at", last)
                .update();
        return fires;
    }

    private static boolean flagOn(Session session, StoredSchedule schedule) throws SQLException {
        String flag = schedule.effective().policies().flag();
        return flag == null
                || session.statement(SqliteStatements.FLAG)
                        .set("name", flag)
                        .first(ScheduleRows::flag)
                        .map(Flag::isOn)
                        .orElse(true);
    }

    private static List<ScheduleStore.LiveJob> live(Session session, StoredSchedule schedule) throws SQLException {
        OverlapPolicy overlap = schedule.effective().policies().overlap();
        return overlap == OverlapPolicy.ALLOW
                ? List.of()
                : session.statement(SqliteStatements.LIVE_JOBS_OF_SCHEDULE)
                        .set("schedule", schedule.name())
                        .set("overlap", overlap)
                        .list(ScheduleRows::live);
    }

    /** Null if this instant has been dealt with before. */
    private @Nullable Fire fire(Session session, String name, ScheduleStore.PlannedFire planned, Instant now)
            throws SQLException {
        Instant dueAt = planned.dueAt().truncatedTo(ChronoUnit.MICROS);
        boolean fresh = session.statement(SqliteStatements.INSERT_FIRE)
                        .set("schedule", name)
                        .set("due_at", dueAt)
                        .set("now", now)
                        .set("outcome", planned.outcome())
                        .set("note", planned.note())
                        .update()
                == 1;
        if (!fresh) {
            return null;
        }
        NewJob job = planned.job();
        Long jobId = job == null ? null : enqueue(session, name, dueAt, job, now);
        return new Fire(name, dueAt, now, planned.outcome(), jobId, planned.note());
    }

    private long enqueue(Session session, String name, Instant dueAt, NewJob job, Instant now) throws SQLException {
        NewJob.Origin origin = job.origin();
        NewJob made = job.origin(new NewJob.Origin(name, dueAt, origin.by(), origin.trace()));
        long id = enqueuer.enqueue(session, List.of(made), now).get(0).id();
        session.statement(SqliteStatements.SET_JOB_OF_FIRE)
                .set("id", id)
                .set("schedule", name)
                .set("due_at", dueAt)
                .update();
        return id;
    }

    List<Fire> backfill(String name, List<ScheduleStore.PlannedFire> planned) {
        return database.write(session -> {
            List<Fire> fires = new ArrayList<>();
            if (SqliteDefinitions.find(session, name).isEmpty()) {
                return fires;
            }
            Instant now = database.now();
            for (ScheduleStore.PlannedFire one : planned) {
                session.statement(SqliteStatements.FORGET_UNFIRED)
                        .set("schedule", name)
                        .set("due_at", one.dueAt().truncatedTo(ChronoUnit.MICROS))
                        .update();
                Fire fire = fire(session, name, one, now);
                if (fire != null) {
                    fires.add(fire);
                }
            }
            return fires;
        });
    }

    Optional<Fire> runNow(String name, String by) {
        return database.write(session -> {
            Instant now = database.now();
            Optional<StoredSchedule> found = SqliteDefinitions.find(session, name);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            NewJob job = found.get().effective().job().origin(new NewJob.Origin(name, now, by, null));
            Instant dueAt = now;
            Fire fire = null;
            while (fire == null) {
                fire = fire(
                        session,
                        name,
                        new ScheduleStore.PlannedFire(dueAt, Fire.Outcome.RUNNING, job, "by " + by),
                        now);
                dueAt = dueAt.plus(1, ChronoUnit.MICROS);
            }
            return Optional.of(fire);
        });
    }
}
