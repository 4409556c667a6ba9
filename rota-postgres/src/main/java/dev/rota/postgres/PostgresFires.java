package dev.rota.postgres;

import dev.rota.jdbc.ScheduleRows;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Statement;
import dev.rota.jdbc.Unfired;
import dev.rota.jdbc.Words;
import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import dev.rota.schedule.Flag;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.store.ScheduleStore.Due;
import dev.rota.store.ScheduleStore.FirePlanner;
import dev.rota.store.ScheduleStore.LiveJob;
import dev.rota.store.ScheduleStore.Plan;
import dev.rota.store.ScheduleStore.PlannedFire;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What schedules fired, and what they fire when they are due. The fires, their jobs and the next fires are committed together; many schedules share a
 * transaction, so that a thousand which are due in the same second need few round trips.
 */
final class PostgresFires {
    private static final int MOST_AT_ONCE = 250;

    private final PostgresDatabase database;
    private final PostgresEnqueuer enqueuer;
    private final PostgresJobStore jobs;
    private final Unfired unfired = new Unfired();

    PostgresFires(PostgresDatabase database, PostgresEnqueuer enqueuer, PostgresJobStore jobs) {
        this.database = database;
        this.enqueuer = enqueuer;
        this.jobs = jobs;
    }

    List<Fire> list(String name, int limit) {
        return database.plain(session -> session.statement(PostgresStatements.LIST_FIRES)
                .set("name", name)
                .set("limit", limit)
                .list(ScheduleRows::fire));
    }

    Map<String, List<Fire>> latest(Collection<String> names, int each) {
        Map<String, List<Fire>> latest = new HashMap<>();
        database.once(session -> session.statement(PostgresStatements.LATEST_FIRES)
                .setTexts("names", names)
                .set("each", each)
                .list(row -> latest.computeIfAbsent(row.text("schedule"), name -> new ArrayList<>())
                        .add(ScheduleRows.fire(row))));
        return latest;
    }

    Set<Instant> fired(String name, Instant from, Instant to) {
        return Set.copyOf(database.once(session -> session.statement(PostgresStatements.FIRED)
                .set("schedule", name)
                .set("from", from)
                .set("to", to)
                .list(row -> row.instant("due_at"))));
    }

    List<Fire> fireDue(int limit, FirePlanner planner) {
        List<Fire> fired = new ArrayList<>();
        // However many cannot be planned, they are passed, and those behind them fire.
        Set<String> passed = new TreeSet<>();
        int left = limit;
        boolean more = true;
        while (more && left > 0) {
            int most = Math.min(left, MOST_AT_ONCE);
            Round round = database.write(session -> fire(session, most, passed, planner));
            fired.addAll(round.fires());
            passed.addAll(round.unplanned());
            left -= most - round.unplanned().size();
            more = round.schedules() == most;
        }
        return fired;
    }

    private record Round(int schedules, List<Fire> fires, Set<String> unplanned) {}

    private record Planned(String schedule, PlannedFire fire) {
        Instant dueAt() {
            return fire.dueAt().truncatedTo(ChronoUnit.MICROS);
        }
    }

    private Round fire(Session session, int most, Set<String> passed, FirePlanner planner) throws SQLException {
        Map<String, Instant> locked = new HashMap<>();
        database.timed(session, PostgresStatements.LOCK_DUE_SCHEDULES)
                .set("limit", most)
                .setTexts("passed", passed)
                .list(row -> locked.put(row.text("name"), row.instant("now")));
        if (locked.isEmpty()) {
            return new Round(0, List.of(), Set.of());
        }
        Instant now = locked.values().iterator().next();
        Map<String, Plan> plans = plan(session, locked.keySet(), planner, now);
        // In the order in which all others lock jobs.
        Map<Long, String> cancelled = new TreeMap<>();
        plans.forEach((name, plan) -> plan.cancel().forEach(jobId -> cancelled.put(jobId, name)));
        for (Map.Entry<Long, String> one : cancelled.entrySet()) {
            jobs.cancel(session, one.getKey(), "schedule " + one.getValue(), "the next fire is due");
        }
        List<Planned> planned = new ArrayList<>();
        plans.forEach((name, plan) -> plan.fires().forEach(fire -> planned.add(new Planned(name, fire))));
        List<Fire> fires = planned.isEmpty() ? List.of() : insert(session, planned);
        advance(session, plans);
        Set<String> unplanned = new TreeSet<>(locked.keySet());
        unplanned.removeAll(plans.keySet());
        return new Round(locked.size(), fires, unplanned);
    }

    private Map<String, Plan> plan(Session session, Collection<String> names, FirePlanner planner, Instant now)
            throws SQLException {
        List<StoredSchedule> schedules = ScheduleRows.schedules(
                session.statement(PostgresStatements.FIND_SCHEDULES).setTexts("names", names), unfired::add);
        Map<String, Boolean> flags = flags(session, schedules);
        Map<String, List<LiveJob>> live = live(session, schedules);
        Map<String, Plan> plans = new TreeMap<>();
        for (StoredSchedule schedule : schedules) {
            String flag = schedule.effective().policies().flag();
            Due due = new Due(
                    schedule,
                    flag == null || flags.getOrDefault(flag, true),
                    live.getOrDefault(schedule.name(), List.of()));
            try {
                plans.put(schedule.name(), planner.plan(due, now));
                unfired.remove(schedule.name());
            } catch (RuntimeException e) {
                // One that cannot be planned must not keep the others from firing. It is tried again the next time.
                unfired.add(schedule.name(), e);
            }
        }
        return plans;
    }

    /** Jobs that have not ended; nothing is asked where all of them may overlap. */
    private static Map<String, List<LiveJob>> live(Session session, List<StoredSchedule> schedules)
            throws SQLException {
        List<StoredSchedule> asking = schedules.stream()
                .filter(one -> one.effective().policies().overlap() != OverlapPolicy.ALLOW)
                .toList();
        Map<String, List<LiveJob>> live = new HashMap<>();
        if (!asking.isEmpty()) {
            Statement statement = session.statement(PostgresStatements.LIVE_JOBS_OF_SCHEDULES);
            Columns<StoredSchedule> columns = new Columns<>(statement, asking);
            columns.set("names", "text", StoredSchedule::name);
            columns.set(
                    "overlaps",
                    "text",
                    one -> Words.of(one.effective().policies().overlap()));
            statement.list(row -> live.computeIfAbsent(row.text("schedule"), name -> new ArrayList<>())
                    .add(ScheduleRows.live(row)));
        }
        return live;
    }

    /** Which flags are on; nothing is asked where no schedule depends on one. */
    private static Map<String, Boolean> flags(Session session, List<StoredSchedule> schedules) throws SQLException {
        Map<String, Boolean> flags = new HashMap<>();
        if (schedules.stream().anyMatch(one -> one.effective().policies().flag() != null)) {
            for (Flag flag : session.statement(PostgresStatements.LIST_FLAGS).list(ScheduleRows::flag)) {
                flags.put(flag.name(), flag.isOn());
            }
        }
        return flags;
    }

    /** Keeps the fires, and enqueues the jobs of those that are new. */
    private List<Fire> insert(Session session, List<Planned> planned) throws SQLException {
        List<Fire> fresh = insertFires(session, planned);
        Set<Map.Entry<String, Instant>> isFresh = new HashSet<>();
        fresh.forEach(fire -> isFresh.add(Map.entry(fire.schedule(), fire.dueAt())));
        List<Planned> withJobs = new ArrayList<>();
        List<NewJob> wanted = new ArrayList<>();
        for (Planned one : planned) {
            NewJob job = one.fire().job();
            if (job != null && isFresh.contains(Map.entry(one.schedule(), one.dueAt()))) {
                withJobs.add(one);
                wanted.add(job.origin(new NewJob.Origin(
                        one.schedule(),
                        one.dueAt(),
                        job.origin().by(),
                        job.origin().trace())));
            }
        }
        if (wanted.isEmpty()) {
            return fresh;
        }
        List<Enqueued> enqueued = enqueuer.enqueue(session, wanted);
        Map<Map.Entry<String, Instant>, Long> ids = new HashMap<>();
        for (int i = 0; i < enqueued.size(); i++) {
            Planned one = withJobs.get(i);
            ids.put(Map.entry(one.schedule(), one.dueAt()), enqueued.get(i).id());
        }
        setJobs(session, withJobs, enqueued);
        return fresh.stream()
                .map(fire -> new Fire(
                        fire.schedule(),
                        fire.dueAt(),
                        fire.firedAt(),
                        fire.outcome(),
                        ids.get(Map.entry(fire.schedule(), fire.dueAt())),
                        fire.note()))
                .toList();
    }

    private List<Fire> insertFires(Session session, List<Planned> planned) throws SQLException {
        Statement statement = database.timed(session, PostgresStatements.INSERT_FIRES);
        Columns<Planned> columns = new Columns<>(statement, planned);
        columns.set("names", "text", Planned::schedule);
        columns.set("dues", "bigint", one -> PostgresDatabase.micros(one.dueAt()));
        columns.set("outcomes", "text", one -> Words.of(one.fire().outcome()));
        columns.set("notes", "text", one -> one.fire().note());
        return statement.list(ScheduleRows::fire);
    }

    private static void setJobs(Session session, List<Planned> withJobs, List<Enqueued> enqueued) throws SQLException {
        Statement statement = session.statement(PostgresStatements.SET_JOBS_OF_FIRES);
        Columns<Planned> columns = new Columns<>(statement, withJobs);
        columns.set("names", "text", Planned::schedule);
        columns.set("dues", "bigint", one -> PostgresDatabase.micros(one.dueAt()));
        new Columns<>(statement, enqueued).set("jobs", "bigint", Enqueued::id);
        statement.update();
    }

    private static void advance(Session session, Map<String, Plan> plans) throws SQLException {
        Statement statement = session.statement(PostgresStatements.SET_FIRED);
        Columns<Map.Entry<String, Plan>> columns = new Columns<>(statement, List.copyOf(plans.entrySet()));
        columns.set("names", "text", Map.Entry::getKey);
        columns.set(
                "nexts",
                "bigint",
                plan -> PostgresDatabase.micros(plan.getValue().nextFireAt()));
        columns.set("lasts", "bigint", plan -> PostgresDatabase.micros(latest(plan.getValue())));
        statement.update();
    }

    private static @Nullable Instant latest(Plan plan) {
        return plan.fires().stream()
                .filter(fire -> fire.job() != null)
                .map(PlannedFire::dueAt)
                .max(Instant::compareTo)
                .orElse(null);
    }

    List<Fire> backfill(String name, List<PlannedFire> fires) {
        return database.write(session -> {
            boolean known = session.statement(PostgresStatements.LOCK_SCHEDULES)
                    .setTexts("names", List.of(name))
                    .any();
            if (!known || fires.isEmpty()) {
                return List.of();
            }
            List<Planned> planned =
                    fires.stream().map(fire -> new Planned(name, fire)).toList();
            Statement forget = session.statement(PostgresStatements.FORGET_UNFIRED);
            Columns<Planned> columns = new Columns<>(forget, planned);
            columns.set("names", "text", Planned::schedule);
            columns.set("dues", "bigint", one -> PostgresDatabase.micros(one.dueAt()));
            forget.update();
            return insert(session, planned).stream()
                    .sorted(Comparator.comparing(Fire::dueAt))
                    .toList();
        });
    }

    Optional<Fire> runNow(String name, String by) {
        return database.write(session -> {
            session.statement(PostgresStatements.LOCK_SCHEDULES)
                    .setTexts("names", List.of(name))
                    .any();
            Optional<StoredSchedule> found = ScheduleRows.schedules(
                            session.statement(PostgresStatements.FIND_SCHEDULES).setTexts("names", List.of(name)))
                    .stream()
                    .findFirst();
            return found.isEmpty() ? Optional.empty() : Optional.of(runNow(session, found.get(), by));
        });
    }

    private Fire runNow(Session session, StoredSchedule schedule, String by) throws SQLException {
        NewJob job = schedule.effective().job();
        NewJob byHand =
                job.origin(new NewJob.Origin(null, null, by, job.origin().trace()));
        Instant dueAt = database.now(session);
        List<Fire> fires = List.of();
        while (fires.isEmpty()) {
            PlannedFire fire = new PlannedFire(dueAt, Fire.Outcome.RUNNING, byHand, "by " + by);
            fires = insert(session, List.of(new Planned(schedule.name(), fire)));
            dueAt = dueAt.plus(1, ChronoUnit.MICROS);
        }
        return fires.get(0);
    }
}
