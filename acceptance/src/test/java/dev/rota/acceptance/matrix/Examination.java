package dev.rota.acceptance.matrix;

import dev.rota.acceptance.matrix.Driver.Fate;
import dev.rota.acceptance.matrix.Driver.Order;
import dev.rota.acceptance.matrix.Ledger.Line;
import dev.rota.acceptance.matrix.Ledger.Verb;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares what the application was told, what the database holds, and what the ledger saw. */
final class Examination {
    private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");
    private static final Set<String> EXACT = Set.of(Work.EXACT.name(), Work.TICK.name());

    private final Cell cell;
    private final Map<Long, Order> orders;
    private final long healedNanos;
    private final List<Line> lines;
    private final List<Stored> stored = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int lost;
    private int doubled;

    /** A job as it is when all is done. */
    private record Stored(
            long id, long number, String type, String state, long lease, int attempt, int crashes, String reason) {}

    Examination(Cell cell, Map<Long, Order> orders, long healedNanos, boolean settled) throws SQLException {
        this.cell = cell;
        this.orders = orders;
        this.healedNanos = healedNanos;
        this.lines = cell.stage().ledger().lines();
        read("rota_history", "state");
        read("rota_job", "state");
        if (!settled) {
            wrong.add("after a minute there is still something to do: " + unfinished());
        }
    }

    private void read(String table, String state) throws SQLException {
        cell.database()
                .query("select id, args, type, " + state + ", lease, attempt, crashes, reason from " + table)
                .forEach(row -> {
                    Matcher number = NUMBER.matcher(row.get(1));
                    stored.add(new Stored(
                            Long.parseLong(row.get(0)),
                            number.find() ? Long.parseLong(number.group(1)) : 0,
                            row.get(2),
                            row.get(3),
                            Long.parseLong(row.get(4)),
                            Integer.parseInt(row.get(5)),
                            Integer.parseInt(row.get(6)),
                            row.get(7)));
                });
    }

    private String unfinished() {
        return stored.stream()
                .filter(job -> !isFinished(job))
                .limit(5)
                .map(Stored::toString)
                .collect(Collectors.joining(", "));
    }

    private static boolean isFinished(Stored job) {
        return Set.of("succeeded", "cancelled", "failed").contains(job.state());
    }

    Verdict verdict() throws SQLException {
        allOrdersAreAccountedFor();
        endsAreAsTheyShouldBe();
        effectsAreExact();
        attemptsDoNotOverlap();
        oneJobForEachFire();
        noneBegunEarly();
        int committed = (int) stored.stream().filter(job -> job.number() == 0).count()
                + (int) orders.values().stream()
                        .filter(order -> order.fate() == Fate.COMMITTED)
                        .count();
        return new Verdict(committed, lost, doubled, recovery(), wrong);
    }

    private void lost(String what) {
        lost++;
        wrong.add("lost: " + what);
    }

    private void doubled(String what) {
        doubled++;
        wrong.add("doubled: " + what);
    }

    private void allOrdersAreAccountedFor() {
        Map<Long, List<Stored>> byNumber =
                stored.stream().filter(job -> job.number() > 0).collect(Collectors.groupingBy(Stored::number));
        for (Order order : orders.values()) {
            List<Stored> found = byNumber.getOrDefault(order.number(), List.of());
            if (found.size() > 1) {
                doubled(order + " is there as " + found);
            }
            if (order.fate() == Fate.COMMITTED && found.stream().noneMatch(Examination::isFinished)) {
                lost(order + " is there as " + found);
            }
            if (order.fate() == Fate.ROLLED_BACK && !found.isEmpty()) {
                wrong.add(order + " is there all the same as " + found);
            }
        }
    }

    /** What fails, is cancelled, crashes or takes more than one attempt must have a reason in what it is. */
    private void endsAreAsTheyShouldBe() {
        Set<Long> done = lines.stream()
                .filter(line -> line.verb() == Verb.DONE && line.accepted())
                .map(Line::job)
                .collect(Collectors.toSet());
        for (Stored job : stored) {
            boolean meantToFail = Set.of(Work.POISON.name(), Work.STUCK.name()).contains(job.type());
            if (job.state().equals("failed") != meantToFail && isFinished(job)) {
                wrong.add("ended as it should not have: " + job);
            }
            if (job.state().equals("cancelled") && !job.type().equals(Work.CANCELLED.name())) {
                wrong.add("cancelled though nobody asked: " + job);
            }
            boolean inDatabase = EXACT.contains(job.type());
            if (job.state().equals("succeeded") && !inDatabase && !done.contains(job.id())) {
                lost(job + " succeeded, and the ledger knows of no effect");
            }
            if (job.crashes() > 0 && !cell.fault().is(Fault.Trait.CRASHES)) {
                wrong.add("counted as crashed though no worker died: " + job);
            }
            if (job.type().equals(Work.PLAIN.name()) && job.attempt() > 1) {
                wrong.add("took more than one attempt though it never failed: " + job);
            }
        }
    }

    private void effectsAreExact() throws SQLException {
        Map<Long, List<Long>> leases = new HashMap<>();
        cell.database()
                .query("select job_id, lease from matrix_effect")
                .forEach(row -> leases.computeIfAbsent(Long.parseLong(row.get(0)), id -> new ArrayList<>())
                        .add(Long.parseLong(row.get(1))));
        for (Stored job : stored) {
            List<Long> found = leases.getOrDefault(job.id(), List.of());
            boolean expected = EXACT.contains(job.type()) && job.state().equals("succeeded");
            if (found.size() > 1) {
                doubled("effects under leases " + found + " of " + job);
            } else if (expected && found.isEmpty()) {
                lost("the effect of " + job);
            } else if (!found.isEmpty() && (!expected || found.get(0) != job.lease())) {
                wrong.add("an effect under lease " + found + " was accepted of " + job);
            }
        }
    }

    /** No job runs twice at once, no key or queue has more than it may; a worker that is frozen or dead does nothing. */
    private void attemptsDoNotOverlap() {
        Map<String, Map<Long, Line>> running = new HashMap<>();
        Set<String> frozen = new HashSet<>();
        for (Line line : lines) {
            switch (line.verb()) {
                case FROZEN, GONE -> {
                    frozen.add(line.worker());
                    running.values()
                            .forEach(attempts -> attempts.values()
                                    .removeIf(one -> one.worker().equals(line.worker())));
                }
                case BEGIN -> {
                    if (line.accepted() && !frozen.contains(line.worker())) {
                        begins(line, "job " + line.job(), 1, running);
                        if (!line.key().isEmpty() && !line.type().equals(Work.SHAPE_1.name())) {
                            boolean narrow = line.key().equals(Work.NARROW_QUEUE);
                            begins(line, line.key(), narrow ? Work.NARROW_LIMIT : 1, running);
                        }
                    }
                }
                default ->
                    running.values()
                            .forEach(attempts -> attempts.values()
                                    .removeIf(one -> one.job() == line.job() && one.lease() == line.lease()));
            }
        }
    }

    private void begins(Line line, String what, int limit, Map<String, Map<Long, Line>> running) {
        Map<Long, Line> attempts = running.computeIfAbsent(what, key -> new HashMap<>());
        if (attempts.size() >= limit) {
            doubled(what + " runs more than " + limit + " at once: " + line + " while " + attempts.values());
        }
        attempts.put(line.job() * 1_000 + line.lease(), line);
    }

    private void oneJobForEachFire() throws SQLException {
        String jobs = "(select schedule, fire_at, id from rota_job where schedule is not null"
                + " union all select schedule, fire_at, id from rota_history where schedule is not null)";
        cell.database()
                .query("select fire_at, count(*) from " + jobs + " j group by schedule, fire_at having count(*) > 1")
                .forEach(row -> doubled("the fire of " + row.get(0) + " made " + row.get(1) + " jobs"));
        cell.database()
                .query("select f.due_at, f.job_id from rota_fire f left join " + jobs
                        + " j on j.id = f.job_id where f.job_id is not null and j.id is null")
                .forEach(row -> lost("job " + row.get(1) + " of the fire of " + row.get(0)));
        cell.database()
                .query("select due_at, outcome from rota_fire where outcome = 'running'")
                .forEach(row -> wrong.add("the fire of " + row.get(0) + " is shown as running"));
    }

    private void noneBegunEarly() throws SQLException {
        long early = cell.database().number("select count(*) from rota_history where claimed_at < due_at");
        if (early > 0) {
            wrong.add(early + " jobs were claimed before they were due by the store's clock");
        }
        boolean clockSteps =
                cell.fault().is(Fault.Trait.WRONG_CLOCKS) && cell.database().kind() == TestDatabase.Kind.SQLITE;
        for (Line line : clockSteps ? List.<Line>of() : lines) {
            Order order = orders.get(line.number());
            if (line.verb() == Verb.BEGIN && order != null && line.nanos() < order.dueNanos()) {
                wrong.add("began before it was due: " + line);
            }
        }
    }

    private Duration recovery() {
        long last = healedNanos;
        for (Line line : lines) {
            Order order = orders.get(line.number());
            if (order != null && order.dueNanos() <= healedNanos && line.verb() == Verb.DONE && line.accepted()) {
                last = Math.max(last, line.nanos());
            }
        }
        return Duration.ofNanos(last - healedNanos);
    }
}
