package dev.rota.sqlite;

import dev.rota.jdbc.JobRows;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Statement;
import dev.rota.jdbc.WorkerRows;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange.ClaimRequest;
import dev.rota.store.Exchange.Unreadable;
import dev.rota.store.QueueStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives jobs to a worker.
 *
 * <p>The queues' priorities are walked in order, and within one the due jobs of each queue, in the order of the index: so
 * jobs of the future, of other queues and of later priorities are never looked at.
 */
final class SqliteClaims {
    static final Comparator<Job> ORDER = Comparator.<Job>comparingInt(
                    job -> job.request().priority())
            .thenComparing(job -> job.times().dueAt())
            .thenComparingLong(Job::id);

    private final Session session;
    private final long workerId;
    private final Set<String> excludedTypes;
    private final Instant now;
    private final List<Unreadable> unreadable = new ArrayList<>();

    SqliteClaims(Session session, long workerId, Set<String> excludedTypes, Instant now) {
        this.session = session;
        this.workerId = workerId;
        this.excludedTypes = excludedTypes;
        this.now = now;
    }

    private record Lane(String queue, int priority) {}

    private record Candidate(long id, Instant dueAt, String queue) {}

    private record Bucket(
            QueueStore.Queue queue,
            @Nullable Double tokens,
            @Nullable Instant tokensAt) {}

    /** How many more jobs a queue may give, and what is in its bucket, if it has one. */
    private static final class Room {
        int left;
        double tokens;
        final boolean rated;

        Room(int left, double tokens, boolean rated) {
            this.left = left;
            this.tokens = tokens;
            this.rated = rated;
        }

        void take() {
            left--;
            tokens--;
        }
    }

    /** Whether the store knows the worker and has not given it up. */
    boolean isKnown() throws SQLException {
        return session.statement(SqliteStatements.WORKER_STATE)
                .set("worker", workerId)
                .first(row -> row.text("state"))
                .filter(state -> state.equals("active") || state.equals("draining"))
                .isPresent();
    }

    /** What was claimed but cannot be run. */
    List<Unreadable> unreadable() {
        return unreadable;
    }

    List<Job> claim(ClaimRequest request) throws SQLException {
        Map<String, Room> rooms = rooms(request);
        List<Long> ids = rooms.isEmpty() ? List.of() : choose(rooms, request.most());
        if (ids.isEmpty()) {
            return List.of();
        }
        spend(rooms);
        session.statement(SqliteStatements.CLAIM)
                .set("worker", workerId)
                .set("now", now)
                .setNumbers("ids", ids)
                .update();
        List<Job> claimed = claimed(ids);
        claimed.sort(ORDER);
        return claimed;
    }

    private List<Job> claimed(List<Long> ids) throws SQLException {
        List<Job> claimed = new ArrayList<>();
        session.statement(SqliteStatements.CLAIMED_PLAIN).setNumbers("ids", ids).list(row -> addPlain(row, claimed));
        if (claimed.size() < ids.size()) {
            Set<Long> others = new TreeSet<>(ids);
            claimed.forEach(job -> others.remove(job.id()));
            session.statement(SqliteStatements.CLAIMED)
                    .setNumbers("ids", others)
                    .list(row -> JobRows.claimed(row, claimed, unreadable));
        }
        return claimed;
    }

    private boolean addPlain(Row row, List<Job> claimed) throws SQLException {
        try {
            return claimed.add(plain(row));
        } catch (RuntimeException e) {
            // It is read again with those that are not plain, and found out to be unreadable.
            return false;
        }
    }

    private Job plain(Row row) throws SQLException {
        Instant dueAt = row.instant("due_at");
        NewJob request = new NewJob(
                row.text("type"),
                row.integer("version"),
                row.text("args"),
                row.text("queue"),
                row.integer("priority"),
                row.integer("max_attempts"),
                null,
                NewJob.When.at(dueAt),
                List.of(),
                null,
                null,
                NewJob.Origin.UNKNOWN);
        return new Job(
                row.number("id"),
                JobState.RUNNING,
                request,
                row.integer("attempt"),
                row.integer("crashes"),
                row.number("lease"),
                workerId,
                new Job.Times(row.instant("enqueued_at"), dueAt, now, null, null),
                null,
                null,
                null,
                null);
    }

    /** The queues that may give jobs. */
    private Map<String, Room> rooms(ClaimRequest request) throws SQLException {
        List<Bucket> buckets = session.statement(SqliteStatements.CLAIM_QUEUES)
                .setTexts("queues", request.queues())
                .list(row ->
                        new Bucket(WorkerRows.queue(row), row.decimalOrNull("tokens"), row.instantOrNull("tokens_at")));
        Map<String, Room> rooms = new HashMap<>();
        if (!request.limited()) {
            request.queues().forEach(queue -> rooms.put(queue, new Room(request.most(), 0, false)));
        }
        for (Bucket bucket : buckets) {
            QueueStore.Queue queue = bucket.queue;
            if (queue.isPaused(now) || queue.limits().any() != request.limited()) {
                rooms.remove(queue.name());
            } else if (request.limited()) {
                rooms.put(queue.name(), limited(bucket, request.most()));
            }
        }
        return rooms;
    }

    private Room limited(Bucket bucket, int most) throws SQLException {
        QueueStore.Limits limits = bucket.queue.limits();
        int left = most;
        Integer concurrency = limits.concurrency();
        if (concurrency != null) {
            int running = session.statement(SqliteStatements.COUNT_RUNNING_IN_QUEUE)
                    .set("queue", bucket.queue.name())
                    .one(row -> row.integer("running"));
            left = Math.min(left, concurrency - running);
        }
        Integer rate = limits.rate();
        Duration period = limits.period();
        if (rate == null || period == null) {
            return new Room(Math.max(left, 0), 0, false);
        }
        double tokens = rate;
        // A clock that was set back further than a period must not keep the queue waiting until it has caught up.
        boolean current = bucket.tokensAt != null && !bucket.tokensAt.isAfter(now.plus(period));
        if (bucket.tokens != null && bucket.tokensAt != null && current) {
            double periods = Math.max(0, Duration.between(bucket.tokensAt, now).toNanos()) / (double) period.toNanos();
            tokens = Math.min(rate, bucket.tokens + periods * rate);
        }
        // A hair's breadth less than a whole token is a rounding error.
        return new Room(Math.max(Math.min(left, (int) Math.floor(tokens + 1e-6)), 0), tokens, true);
    }

    private void spend(Map<String, Room> rooms) throws SQLException {
        for (Map.Entry<String, Room> room : rooms.entrySet()) {
            if (room.getValue().rated) {
                session.statement(SqliteStatements.SPEND_TOKENS)
                        .set("tokens", room.getValue().tokens)
                        .set("now", now)
                        .set("queue", room.getKey())
                        .update();
            }
        }
    }

    private List<Long> choose(Map<String, Room> rooms, int most) throws SQLException {
        List<Lane> lanes = session.statement(SqliteStatements.CLAIM_LANES)
                .setTexts("queues", rooms.keySet())
                .list(row -> new Lane(row.text("queue"), row.integer("priority")));
        List<Long> ids = new ArrayList<>();
        int i = 0;
        while (i < lanes.size() && ids.size() < most) {
            int priority = lanes.get(i).priority;
            List<Candidate> candidates = new ArrayList<>();
            for (; i < lanes.size() && lanes.get(i).priority == priority; i++) {
                candidates.addAll(candidates(lanes.get(i), rooms, most - ids.size()));
            }
            candidates.sort(Comparator.comparing(Candidate::dueAt).thenComparingLong(Candidate::id));
            for (Candidate candidate : candidates.subList(0, Math.min(candidates.size(), most - ids.size()))) {
                ids.add(candidate.id);
                room(rooms, candidate.queue).take();
            }
        }
        return ids;
    }

    private List<Candidate> candidates(Lane lane, Map<String, Room> rooms, int most) throws SQLException {
        int left = Math.min(room(rooms, lane.queue).left, most);
        if (left == 0) {
            return List.of();
        }
        Statement statement;
        if (excludedTypes.isEmpty()) {
            statement = session.statement(SqliteStatements.CLAIM_CANDIDATES);
        } else {
            statement = session.statement(SqliteStatements.CLAIM_CANDIDATES_OF_TYPES)
                    .setTexts("excluded", excludedTypes);
        }
        return statement
                .set("queue", lane.queue)
                .set("priority", lane.priority)
                .set("now", now)
                .set("most", left)
                .list(row -> new Candidate(row.number("id"), row.instant("due_at"), lane.queue));
    }

    private static Room room(Map<String, Room> rooms, String queue) {
        return Objects.requireNonNull(rooms.get(queue), queue);
    }
}
