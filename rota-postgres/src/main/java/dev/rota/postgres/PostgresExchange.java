package dev.rota.postgres;

import dev.rota.jdbc.FailureRows;
import dev.rota.jdbc.JobRows;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Statement;
import dev.rota.jdbc.Words;
import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.job.Progress;
import dev.rota.postgres.ClaimFloors.Known;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finishes jobs and claims others. What happens nearly always, that jobs have ended and others are wanted from queues
 * without limits, is one statement; where they are many, it is two, side by side on two connections, because one statement
 * keeps only one processor of the server busy.
 */
final class PostgresExchange {
    private static final Comparator<Finish> BY_ID =
            Comparator.comparingLong(finish -> finish.job().id());
    private static final Comparator<Job> IN_ORDER = Comparator.comparingInt(
                    (Job job) -> job.request().priority())
            .thenComparing(job -> job.times().dueAt())
            .thenComparingLong(Job::id);

    /** From so many on, a second commit costs less than what is won. */
    private static final int MANY = 200;

    private final PostgresDatabase database;
    private final ClaimFloors floors;
    private final LaneWalk walk;
    private final SideBySide sideBySide;

    PostgresExchange(PostgresDatabase database, ClaimFloors floors) {
        this(database, floors, SideBySide.threads());
    }

    /** Makes one that finishes many jobs by that executor. */
    PostgresExchange(PostgresDatabase database, ClaimFloors floors, Executor beside) {
        this.database = database;
        this.floors = floors;
        this.walk = new LaneWalk(database, floors);
        this.sideBySide = new SideBySide(this::alone, beside);
    }

    /** What waits may stand below what has been claimed. */
    void putBack() {
        floors.forget();
    }

    Exchange.Answer exchange(Exchange exchange) {
        Parts parts = Parts.of(exchange);
        if (parts.isEmpty()) {
            return Exchange.Answer.NOTHING;
        }
        sideBySide.tell(exchange.workerId());
        walk.takeIfDue();
        long from = System.nanoTime();
        Exchange.Answer answer = parts.single()
                ? parts.many() ? sideBySide.run(exchange) : database.once(session -> run(session, exchange, parts))
                : database.write(session -> run(session, exchange, parts));
        if (!parts.unended().isEmpty()) {
            floors.forget();
        }
        floors.claimed(answer.claimed(), Duration.ofNanos(System.nanoTime() - from));
        return answer;
    }

    private Exchange.Answer alone(Exchange exchange) {
        return database.once(session -> run(session, exchange, Parts.of(exchange)));
    }

    /** How long it is until the first job of these queues is due; empty if there is none. */
    Optional<Duration> untilDue(Set<String> queues) {
        walk.takeIfDue();
        List<Known> known = floors.of(queues);
        return database.once(session -> {
            Statement statement = database.timed(
                            session,
                            known.isEmpty() ? PostgresStatements.UNTIL_DUE : PostgresStatements.UNTIL_DUE_ABOVE)
                    .setTexts("queues", queues);
            if (!known.isEmpty()) {
                LaneWalk.bind(statement, queues, known);
            }
            return statement.first(row -> Duration.of(Math.max(0, row.number("micros")), ChronoUnit.MICROS));
        });
    }

    boolean finish(Connection transaction, long workerId, Finish finish) {
        Exchange exchange = new Exchange(workerId, List.of(finish), List.of(), Set.of());
        return database.joined(
                transaction,
                session -> run(session, exchange, Parts.of(exchange)).lost().isEmpty());
    }

    /** What is done by which statement. */
    private record Parts(
            List<Finish> ended,
            List<Finish> unended,
            List<Exchange.ClaimRequest> open,
            List<Exchange.ClaimRequest> limited) {
        static Parts of(Exchange exchange) {
            return new Parts(
                    exchange.finishes().stream()
                            .filter(Parts::isEnd)
                            .sorted(BY_ID)
                            .toList(),
                    exchange.finishes().stream()
                            .filter(finish -> !isEnd(finish))
                            .sorted(BY_ID)
                            .toList(),
                    requests(exchange, false),
                    requests(exchange, true));
        }

        private static boolean isEnd(Finish finish) {
            return finish.transition() instanceof Transition.Succeed
                    || finish.transition() instanceof Transition.Cancel;
        }

        private static List<Exchange.ClaimRequest> requests(Exchange exchange, boolean limited) {
            return exchange.requests().stream()
                    .filter(request -> request.limited() == limited
                            && request.most() > 0
                            && !request.queues().isEmpty())
                    .toList();
        }

        boolean isEmpty() {
            return ended.isEmpty() && unended.isEmpty() && open.isEmpty() && limited.isEmpty();
        }

        /** True if it pays to finish and to claim at the same time. */
        boolean many() {
            return ended.size() >= MANY && !open.isEmpty() && open.get(0).most() >= MANY;
        }

        boolean single() {
            return unended.isEmpty() && limited.isEmpty() && open.size() <= 1;
        }
    }

    private Exchange.Answer run(Session session, Exchange exchange, Parts parts) throws SQLException {
        Outcome outcome = new Outcome();
        if (!parts.unended().isEmpty()) {
            settle(session, exchange.workerId(), parts.unended(), outcome);
        }
        if (!parts.ended().isEmpty() || !parts.open().isEmpty()) {
            Exchange.@Nullable ClaimRequest first =
                    parts.open().isEmpty() ? null : parts.open().get(0);
            finishAndClaim(session, exchange, parts.ended(), first, outcome);
            for (int i = 1; i < parts.open().size(); i++) {
                finishAndClaim(session, exchange, List.of(), parts.open().get(i), outcome);
            }
        }
        if (!parts.limited().isEmpty()) {
            claimLimited(session, exchange, parts.limited(), outcome);
        }
        PostgresFailureStore.add(database, session, exchange.workerId(), FailureRows.occurrences(outcome.settled));
        outcome.claimed.sort(IN_ORDER);
        return new Exchange.Answer(outcome.claimed, outcome.lost, outcome.unreadable);
    }

    private static final class Outcome {
        final List<Job> claimed = new ArrayList<>();
        final List<Exchange.Unreadable> unreadable = new ArrayList<>();
        final List<Finish> lost = new ArrayList<>();
        final List<Finish> settled = new ArrayList<>();

        void lostAllBut(Set<Long> done, List<Finish> finishes) {
            if (done.size() < finishes.size()) {
                finishes.stream()
                        .filter(finish -> !done.contains(finish.job().id()))
                        .forEach(lost::add);
            }
        }
    }

    private void finishAndClaim(
            Session session,
            Exchange exchange,
            List<Finish> ended,
            Exchange.@Nullable ClaimRequest request,
            Outcome outcome)
            throws SQLException {
        List<Known> known = request == null ? List.of() : floors.of(request.queues());
        Statement statement = database.timed(session, statement(ended, request, !known.isEmpty()));
        statement.set("worker", exchange.workerId());
        if (request != null) {
            statement
                    .setTexts("queues", request.queues())
                    .setTexts("excluded", exchange.excludedTypes())
                    .set("most", request.most());
        }
        if (request != null && !known.isEmpty()) {
            LaneWalk.bind(statement, request.queues(), known);
        }
        if (!ended.isEmpty()) {
            bindEnded(new Columns<>(statement, ended));
        }
        statement.list(row -> {
            if (row.numberOrNull("id") == null) {
                outcome.lostAllBut(new HashSet<>(row.numbers("finished")), ended);
                return false;
            }
            return JobRows.claimed(row, outcome.claimed, outcome.unreadable);
        });
    }

    private static Sql statement(List<Finish> ended, Exchange.@Nullable ClaimRequest request, boolean above) {
        if (request == null) {
            return PostgresStatements.FINISH;
        }
        boolean bare = ended.isEmpty();
        if (request.queues().size() > 1) {
            Sql claim = above ? PostgresStatements.CLAIM_MANY_ABOVE : PostgresStatements.CLAIM_MANY;
            return bare ? claim : above ? PostgresStatements.EXCHANGE_MANY_ABOVE : PostgresStatements.EXCHANGE_MANY;
        }
        Sql claim = above ? PostgresStatements.CLAIM_ABOVE : PostgresStatements.CLAIM;
        return bare ? claim : above ? PostgresStatements.EXCHANGE_ABOVE : PostgresStatements.EXCHANGE;
    }

    private static void bindEnded(Columns<Finish> columns) throws SQLException {
        bindLeases(columns);
        columns.setIfAny(
                "states",
                "text",
                finish -> finish.transition() instanceof Transition.Cancel
                        ? Words.of(finish.transition().to())
                        : null);
        columns.setIfAny("reasons", "text", finish -> finish.transition().reason());
        columns.setIfAny(
                "results",
                "text",
                finish -> finish.transition() instanceof Transition.Succeed succeed ? succeed.result() : null);
        bindProgress(columns);
    }

    private void claimLimited(Session session, Exchange exchange, List<Exchange.ClaimRequest> requests, Outcome outcome)
            throws SQLException {
        Set<String> wanted = new TreeSet<>();
        requests.forEach(request -> wanted.addAll(request.queues()));
        List<String> locked = database.timed(session, PostgresStatements.LOCK_LIMITED)
                .setTexts("queues", wanted)
                .list(row -> row.text("name"));
        for (Exchange.ClaimRequest request : requests) {
            Collection<String> queues =
                    locked.stream().filter(request.queues()::contains).toList();
            if (!queues.isEmpty()) {
                database.timed(session, PostgresStatements.CLAIM_LIMITED)
                        .set("worker", exchange.workerId())
                        .setTexts("queues", queues)
                        .setTexts("excluded", exchange.excludedTypes())
                        .set("most", request.most())
                        .list(row -> JobRows.claimed(row, outcome.claimed, outcome.unreadable));
            }
        }
    }

    private void settle(Session session, long workerId, List<Finish> finishes, Outcome outcome) throws SQLException {
        Statement statement = database.timed(session, PostgresStatements.SETTLE).set("worker", workerId);
        Columns<Finish> columns = new Columns<>(statement, finishes);
        bindLeases(columns);
        columns.set("kinds", "text", finish -> Words.of(finish.transition().kind()));
        columns.set("delays", "bigint", finish -> delay(finish.transition()));
        columns.set("reasons", "text", finish -> finish.transition().reason());
        columns.set("outcomes", "text", finish -> attempt(finish.transition()));
        setError(columns, "error_types", JobError::type);
        setError(columns, "error_messages", JobError::message);
        setError(columns, "error_stacks", JobError::stackTrace);
        setError(columns, "fingerprints", error -> error.fingerprint().isEmpty() ? null : error.fingerprint());
        bindProgress(columns);
        Set<Long> done = new HashSet<>();
        statement.list(row -> done.add(row.number("id")));
        outcome.lostAllBut(done, finishes);
        finishes.stream().filter(finish -> done.contains(finish.job().id())).forEach(outcome.settled::add);
    }

    private static @Nullable Long delay(Transition transition) {
        if (transition instanceof Transition.Retry retry) {
            return PostgresDatabase.micros(retry.delay());
        }
        return transition instanceof Transition.Snooze snooze ? PostgresDatabase.micros(snooze.delay()) : null;
    }

    /** The outcome of the attempt that is kept; null if none is. */
    private static @Nullable String attempt(Transition transition) {
        boolean kept = !(transition instanceof Transition.Park)
                && !(transition instanceof Transition.Release release && !release.begun());
        return kept ? Words.of(transition.outcome()) : null;
    }

    private static void bindLeases(Columns<Finish> columns) throws SQLException {
        columns.set("ids", "bigint", finish -> finish.job().id());
        columns.set("leases", "bigint", finish -> finish.job().lease());
    }

    private static void bindProgress(Columns<Finish> columns) throws SQLException {
        setProgress(columns, "items_succeeded", "bigint", Progress::succeeded);
        setProgress(columns, "items_failed", "bigint", Progress::failed);
        setProgress(columns, "items_total", "bigint", Progress::total);
        setProgress(columns, "items_label", "text", Progress::label);
    }

    private static void setProgress(
            Columns<Finish> columns, String name, String type, Function<Progress, @Nullable Object> value)
            throws SQLException {
        columns.setIfAny(name, type, finish -> {
            Progress progress = finish.progress();
            return progress == null ? null : value.apply(progress);
        });
    }

    private static void setError(Columns<Finish> columns, String name, Function<JobError, @Nullable String> value)
            throws SQLException {
        columns.setIfAny(name, "text", finish -> {
            JobError error = finish.transition().error();
            return error == null ? null : value.apply(error);
        });
    }
}
