package dev.rota.postgres;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Statement;
import dev.rota.jdbc.Words;
import dev.rota.job.DuplicateJobException;
import dev.rota.job.NewJob;
import dev.rota.job.OnConflict;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobStore.Enqueued;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes jobs durable. Looks nothing up before it inserts. */
final class PostgresEnqueuer {
    private static final int MOST_IN_A_STATEMENT = 5000;

    private final PostgresDatabase database;
    private final NotifyingCommits notifying = new NotifyingCommits();
    /** Queues whose rows have been committed for certain. */
    private final Set<String> knownQueues = ConcurrentHashMap.newKeySet();

    PostgresEnqueuer(PostgresDatabase database) {
        this.database = database;
    }

    List<Enqueued> enqueue(List<NewJob> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        if (jobs.size() == 1 && noneUnique(jobs) && isPlain(jobs.get(0))) {
            return List.of(enqueueOne(jobs.get(0)));
        }
        boolean single = jobs.size() <= MOST_IN_A_STATEMENT && noneUnique(jobs);
        List<Enqueued> enqueued = single
                ? database.plain(session -> insert(session, jobs))
                : database.untuned(session -> enqueue(session, jobs));
        // A job whose key was held has not been inserted, and its queue perhaps not either.
        for (int i = 0; i < jobs.size(); i++) {
            if (enqueued.get(i).fresh()) {
                knownQueues.add(jobs.get(i).queue());
            }
        }
        return enqueued;
    }

    private Enqueued enqueueOne(NewJob job) {
        boolean notifies = notifying.begin(System.nanoTime());
        try {
            return database.plain(session -> insertOne(session, job, notifies));
        } finally {
            if (notifies) {
                notifying.end(System.nanoTime());
            }
        }
    }

    /** In a transaction that may be rolled back: what it makes known is not known for certain. */
    List<Enqueued> enqueue(Connection transaction, List<NewJob> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        return database.joined(transaction, session -> {
            if (jobs.stream().noneMatch(PostgresEnqueuer::mayReject)) {
                return enqueue(session, jobs);
            }
            Savepoint before = transaction.setSavepoint();
            try {
                List<Enqueued> enqueued = enqueue(session, jobs);
                transaction.releaseSavepoint(before);
                return enqueued;
            } catch (DuplicateJobException e) {
                transaction.rollback(before);
                throw e;
            }
        });
    }

    /** These queues have rows, for certain. */
    void know(Collection<String> queues) {
        knownQueues.addAll(queues);
    }

    private static boolean mayReject(NewJob job) {
        return job.unique() != null && job.unique().onConflict() == OnConflict.REJECT;
    }

    static boolean noneUnique(List<NewJob> jobs) {
        return jobs.stream().allMatch(job -> job.unique() == null);
    }

    List<Enqueued> enqueue(Session session, List<NewJob> jobs) throws SQLException {
        List<Enqueued> enqueued = new ArrayList<>(jobs.size());
        for (int from = 0; from < jobs.size(); from += MOST_IN_A_STATEMENT) {
            List<NewJob> part = jobs.subList(from, Math.min(jobs.size(), from + MOST_IN_A_STATEMENT));
            enqueued.addAll(noneUnique(part) ? insert(session, part) : new UniqueBatch(session, part).enqueue());
        }
        return enqueued;
    }

    /** Whether it needs nothing that {@link PostgresStatements#ENQUEUE_ONE} does not do, a unique key apart. */
    private boolean isPlain(NewJob job) {
        return job.when().equals(NewJob.When.NOW)
                && job.exclusion() == null
                && job.origin().schedule() == null
                && job.origin().fireAt() == null
                && knownQueues.contains(job.queue());
    }

    private Enqueued insertOne(Session session, NewJob job, boolean notifies) throws SQLException {
        Statement statement = database.timed(
                session, notifies ? PostgresStatements.ENQUEUE_ONE_AND_NOTIFY : PostgresStatements.ENQUEUE_ONE);
        if (notifies) {
            statement.set("payload", PostgresWakeUps.payload(Set.of(job.queue())));
        }
        return setAllButArgs(statement, job)
                .set("args", PostgresDialect.storable(job.args()))
                .one(row -> new Enqueued(row.number("id"), true, true, notifies));
    }

    private List<Enqueued> insertAlike(Session session, List<NewJob> jobs) throws SQLException {
        return setAllButArgs(database.timed(session, PostgresStatements.ENQUEUE_ALIKE), jobs.get(0))
                .setTexts("args", jobs.stream().map(NewJob::args).toList())
                .list(row -> new Enqueued(row.number("id"), true, true, false));
    }

    private static Statement setAllButArgs(Statement statement, NewJob job) throws SQLException {
        return statement
                .set("type", job.type())
                .set("version", job.version())
                .set("queue", job.queue())
                .set("priority", job.priority())
                .set("max_attempts", job.maxAttempts())
                .set("timeout", PostgresDatabase.millis(job.timeout()))
                .setTexts("tags", job.tags())
                .set("by", job.origin().by())
                .set("trace", job.origin().trace());
    }

    /** Whether these differ in their arguments alone; none of them has a unique key. */
    private boolean areAlike(List<NewJob> jobs) {
        NewJob first = jobs.get(0);
        return isPlain(first)
                && jobs.stream()
                        .allMatch(job -> job.type().equals(first.type())
                                && job.version() == first.version()
                                && job.queue().equals(first.queue())
                                && job.priority() == first.priority()
                                && job.maxAttempts() == first.maxAttempts()
                                && Objects.equals(job.timeout(), first.timeout())
                                && job.when().equals(first.when())
                                && job.tags().equals(first.tags())
                                && job.exclusion() == null
                                && job.origin().equals(first.origin()));
    }

    private List<Enqueued> insert(Session session, List<NewJob> jobs) throws SQLException {
        if (jobs.size() == 1 && isPlain(jobs.get(0))) {
            return List.of(insertOne(session, jobs.get(0), false));
        }
        return areAlike(jobs) ? insertAlike(session, jobs) : insert(session, jobs, List.of());
    }

    /** Inserts; {@code ids} is empty, or has an id or null for each job. */
    private List<Enqueued> insert(Session session, List<NewJob> jobs, List<@Nullable Long> ids) throws SQLException {
        Statement statement = database.timed(session, PostgresStatements.ENQUEUE);
        statement.setTexts(
                "new_queues",
                jobs.stream()
                        .map(NewJob::queue)
                        .distinct()
                        .filter(queue -> !knownQueues.contains(queue))
                        .sorted()
                        .toList());
        Columns<NewJob> columns = new Columns<>(statement, jobs);
        statement.setList("ids", "bigint", ids);
        columns.set("types", "text", NewJob::type);
        columns.set("versions", "integer", NewJob::version);
        columns.set("args", "text", NewJob::args);
        columns.set("queues", "text", NewJob::queue);
        columns.set("priorities", "integer", NewJob::priority);
        columns.setIfAny("delays", "bigint", job -> delay(job));
        columns.setIfAny(
                "ats", "bigint", job -> PostgresDatabase.micros(job.when().at()));
        columns.set("max_attempts", "integer", NewJob::maxAttempts);
        columns.setIfAny("timeouts", "bigint", job -> PostgresDatabase.millis(job.timeout()));
        columns.setIfAny("tags", "text", PostgresEnqueuer::tags);
        columns.setIfAny(
                "unique_keys",
                "text",
                job -> job.unique() == null ? null : job.unique().key());
        columns.setIfAny(
                "exclusion_keys",
                "text",
                job -> job.exclusion() == null ? null : job.exclusion().key());
        columns.setIfAny(
                "exclusion_limits",
                "integer",
                job -> job.exclusion() == null ? null : job.exclusion().limit());
        columns.setIfAny("schedules", "text", job -> job.origin().schedule());
        columns.setIfAny(
                "fires", "bigint", job -> PostgresDatabase.micros(job.origin().fireAt()));
        columns.setIfAny("bys", "text", job -> job.origin().by());
        columns.setIfAny("traces", "text", job -> job.origin().trace());
        return statement.list(row -> new Enqueued(row.number("id"), true, row.flag("due"), false));
    }

    /** One to a line; null for none. */
    static @Nullable String tags(NewJob job) {
        return job.tags().isEmpty() ? null : PostgresDialect.storable(String.join("\n", job.tags()));
    }

    private static @Nullable Long delay(NewJob job) {
        Duration delay = job.when().delay();
        return delay == null || delay.isZero() ? null : PostgresDatabase.micros(delay);
    }

    private record Key(String type, String key) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byType = type.compareTo(other.type);
            return byType != 0 ? byType : key.compareTo(other.key);
        }
    }

    private record Existing(Key key, long jobId, boolean due) {}

    /**
     * Jobs of which some have unique keys. Each round deals with the first job of each key that is left, so that a second
     * one with the same key finds the first.
     */
    private final class UniqueBatch {
        private final Session session;
        private final List<NewJob> jobs;
        private final @Nullable Enqueued[] enqueued;
        /** In the order of the jobs, so that equal ones are claimed in that order. */
        private final List<Long> ids = new ArrayList<>();

        UniqueBatch(Session session, List<NewJob> jobs) {
            this.session = session;
            this.jobs = jobs;
            this.enqueued = new Enqueued[jobs.size()];
        }

        List<Enqueued> enqueue() throws SQLException {
            ids.addAll(session.statement(PostgresStatements.NEXT_IDS)
                    .set("count", jobs.size())
                    .list(row -> row.number("id")));
            List<Integer> left = IntStream.range(0, jobs.size()).boxed().toList();
            while (!left.isEmpty()) {
                left = round(left);
            }
            List<Enqueued> all = new ArrayList<>(enqueued.length);
            for (@Nullable Enqueued one : enqueued) {
                if (one == null) {
                    throw new IllegalStateException("A job of the batch was passed over");
                }
                all.add(one);
            }
            return all;
        }

        private List<Integer> round(List<Integer> left) throws SQLException {
            Map<Key, Integer> firsts = new TreeMap<>();
            List<Integer> now = new ArrayList<>();
            List<Integer> later = new ArrayList<>();
            for (int i : left) {
                UniqueKey unique = jobs.get(i).unique();
                if (unique == null || firsts.putIfAbsent(new Key(jobs.get(i).type(), unique.key()), i) == null) {
                    now.add(i);
                } else {
                    later.add(i);
                }
            }
            Set<Key> taken = take(free(firsts));
            Set<Key> givenUp = keepExisting(firsts, taken);
            givenUp.forEach(key -> later.add(firsts.get(key)));
            now.removeAll(later);
            insertFresh(now);
            return later;
        }

        private Map<Key, Integer> free(Map<Key, Integer> firsts) throws SQLException {
            if (firsts.isEmpty()) {
                return firsts;
            }
            Map<Key, Integer> free = new TreeMap<>(firsts);
            database.timed(session, PostgresStatements.HELD_UNIQUE)
                    .setTexts("types", firsts.keySet().stream().map(Key::type).toList())
                    .setTexts("keys", firsts.keySet().stream().map(Key::key).toList())
                    .list(row -> new Key(row.text("type"), row.text("key")))
                    .forEach(free::remove);
            return free;
        }

        private Set<Key> take(Map<Key, Integer> firsts) throws SQLException {
            if (firsts.isEmpty()) {
                return Set.of();
            }
            List<UniqueKey> uniques = new ArrayList<>();
            for (int i : firsts.values()) {
                UniqueKey unique = jobs.get(i).unique();
                if (unique != null) {
                    uniques.add(unique);
                }
            }
            List<@Nullable Long> periods = new ArrayList<>();
            uniques.forEach(unique -> periods.add(PostgresDatabase.micros(unique.period())));
            Statement statement = database.timed(session, PostgresStatements.TAKE_UNIQUE)
                    .setTexts("types", firsts.keySet().stream().map(Key::type).toList())
                    .setTexts("keys", firsts.keySet().stream().map(Key::key).toList())
                    .setNumbers("ids", firsts.values().stream().map(ids::get).toList())
                    .setList(
                            "states",
                            "integer",
                            uniques.stream()
                                    .map(unique -> Words.bits(unique.states()))
                                    .toList())
                    .setList("periods", "bigint", periods);
            return new HashSet<>(statement.list(row -> new Key(row.text("type"), row.text("key"))));
        }

        /** Gives the keys that were given up since they were found held. */
        private Set<Key> keepExisting(Map<Key, Integer> firsts, Set<Key> taken) throws SQLException {
            // In one order for all who keep the same, because replacing arguments locks their jobs one by one.
            Set<Key> held = new TreeSet<>(firsts.keySet());
            held.removeAll(taken);
            if (held.isEmpty()) {
                return held;
            }
            List<Existing> found = database.timed(session, PostgresStatements.FIND_UNIQUE)
                    .setTexts("types", held.stream().map(Key::type).toList())
                    .setTexts("keys", held.stream().map(Key::key).toList())
                    .list(row -> new Existing(
                            new Key(row.text("type"), row.text("key")), row.number("job_id"), row.flag("due")));
            found.sort(Comparator.comparing(Existing::key));
            for (Existing existing : found) {
                Integer i = firsts.get(existing.key());
                if (i != null) {
                    enqueued[i] = keep(jobs.get(i), existing);
                }
                held.remove(existing.key());
            }
            return held;
        }

        private Enqueued keep(NewJob job, Existing existing) throws SQLException {
            OnConflict onConflict =
                    job.unique() == null ? OnConflict.KEEP : job.unique().onConflict();
            if (onConflict == OnConflict.REJECT) {
                throw new DuplicateJobException(job.type(), existing.key().key(), existing.jobId());
            }
            if (onConflict == OnConflict.REPLACE_ARGS) {
                session.statement(PostgresStatements.REPLACE_ARGS)
                        .set("args", job.args())
                        .set("version", job.version())
                        .set("id", existing.jobId())
                        .update();
            }
            return new Enqueued(existing.jobId(), false, existing.due(), false);
        }

        private void insertFresh(List<Integer> now) throws SQLException {
            List<Integer> places = now.stream().filter(i -> enqueued[i] == null).toList();
            if (places.isEmpty()) {
                return;
            }
            List<@Nullable Long> own = new ArrayList<>();
            places.forEach(i -> own.add(ids.get(i)));
            List<Enqueued> inserted =
                    insert(session, places.stream().map(jobs::get).toList(), own);
            for (int n = 0; n < places.size(); n++) {
                enqueued[places.get(n)] = inserted.get(n);
            }
        }
    }
}
