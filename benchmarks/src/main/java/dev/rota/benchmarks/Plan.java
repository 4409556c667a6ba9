package dev.rota.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is measured: for each workload those contenders that can do it. Slow contenders are given fewer jobs, so that each
 * round takes a few seconds.
 */
final class Plan {
    private static final String POSTGRES = "postgres";
    private static final String SQLITE = "sqlite";

    private final boolean full;
    private final List<Case> cases = new ArrayList<>();

    private Plan(boolean full) {
        this.full = full;
    }

    static List<Case> of(boolean full) {
        Plan plan = new Plan(full);
        plan.drains();
        plan.enqueues();
        plan.bulks();
        plan.latencies();
        plan.idle();
        plan.backlogs();
        plan.schedules();
        plan.pinned();
        plan.startUps();
        plan.register();
        plan.sqlite("FULL");
        if (full) {
            plan.shapes();
            plan.sqlite("NORMAL");
        }
        return List.copyOf(plan.cases);
    }

    /** In full, those that the targets name are measured more often than the others. */
    private int rounds(boolean often) {
        return full ? often ? 5 : 3 : 1;
    }

    private void add(
            String section, String workload, String contender, String store, boolean often, String... options) {
        Map<String, String> named = new TreeMap<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            named.put(option.substring(0, equals), option.substring(equals + 1));
        }
        cases.add(new Case(section, workload, contender, store, named, rounds(often)));
    }

    /**
     * A worker lives for weeks, so each contender warms up for some eight seconds, the slow ones for five. One that has just started is
     * measured apart. The short profile leaves out those that no target names, here and below.
     */
    private void drains() {
        String section = "W2 drain";
        add(section, "W2", "rota", POSTGRES, true, "jobs=200000", "warm-jobs=500000");
        add(section, "W2", "limit", POSTGRES, true, "jobs=200000", "warm-jobs=500000");
        add(section, "W2", "graphile-worker", POSTGRES, true, "jobs=200000", "warm-jobs=500000");
        add(section, "W2", "db-scheduler", POSTGRES, true, "jobs=40000", "warm-jobs=90000");
        if (full) {
            add(section, "W2", "pg-boss", POSTGRES, false, "jobs=100000", "warm-jobs=300000");
            add(section, "W2", "db-scheduler-fetch", POSTGRES, false, "jobs=10000", "warm-jobs=25000");
            add(section, "W2", "jobrunr", POSTGRES, false, "jobs=6000", "warm-jobs=10000");
            add(section, "W2", "quartz", POSTGRES, false, "jobs=1500", "warm-jobs=3500");
        }
        String young = "W2 drain, young";
        add(young, "W2", "rota", POSTGRES, false, "jobs=100000", "warm-jobs=50000");
        add(young, "W2", "graphile-worker", POSTGRES, false, "jobs=100000", "warm-jobs=50000");
    }

    /** What a claim costs, by where it is written down: see {@link ShapeContender}. */
    private void shapes() {
        String section = "W2 drain, shapes of claims";
        add(section, "W2", "shape-rows", POSTGRES, false, "jobs=100000");
        add(section, "W2", "shape-hot", POSTGRES, false, "jobs=100000");
        add(section, "W2", "shape-batch", POSTGRES, false, "jobs=100000");
        add(section, "W2", "shape-log", POSTGRES, false, "jobs=100000");
        add(section, "W2", "shape-rows-mixed", POSTGRES, false, "jobs=100000", "mixed=1");
        add(section, "W2", "shape-batch-mixed", POSTGRES, false, "jobs=100000", "mixed=1");
    }

    private void enqueues() {
        String section = "W1 enqueue, 8 threads";
        add(section, "W1", "rota", POSTGRES, true);
        add(section, "W1", "limit-coalesced", POSTGRES, true);
        add(section, "W1", "limit-each", POSTGRES, true);
        add(section, "W1", "db-scheduler", POSTGRES, true);
        if (full) {
            add(section, "W1", "graphile-worker", POSTGRES, false);
            add(section, "W1", "pg-boss", POSTGRES, false);
            add(section, "W1", "jobrunr", POSTGRES, false);
            add(section, "W1", "quartz", POSTGRES, false);
        }
    }

    private void bulks() {
        String section = "W1B bulk enqueue";
        add(section, "W1B", "rota", POSTGRES, true, "verify=1");
        add(section, "W1B", "limit-copy", POSTGRES, true);
        add(section, "W1B", "db-scheduler", POSTGRES, true);
        if (full) {
            add(section, "W1B", "limit-coalesced", POSTGRES, false);
            add(section, "W1B", "graphile-worker", POSTGRES, false);
            add(section, "W1B", "pg-boss", POSTGRES, false);
            add(section, "W1B", "jobrunr", POSTGRES, false);
            add(section, "W1B", "quartz", POSTGRES, false, "warm=0", "seconds=1");
        }
    }

    private void latencies() {
        String section = "W3 latency between processes";
        String jobs = full ? "jobs=1500" : "jobs=600";
        String warm = "warm-jobs=20000";
        add(section, "W3", "rota", POSTGRES, true, jobs, warm);
        add(section, "W3", "graphile-worker", POSTGRES, true, jobs, warm);
        if (full) {
            add(section, "W3", "pg-boss", POSTGRES, false, jobs, warm);
            // As many as these work off before the measurement begins.
            String few = "warm-jobs=2000";
            add(section, "W3", "db-scheduler", POSTGRES, false, jobs, few);
            add(section, "W3", "quartz", POSTGRES, false, jobs, few);
            add(section, "W3", "jobrunr", POSTGRES, false, jobs, few);
        }
    }

    private void idle() {
        String section = "W4 idle worker";
        String seconds = full ? "seconds=120" : "seconds=20";
        add(section, "W4", "rota", POSTGRES, false, seconds);
        add(section, "W4", "graphile-worker", POSTGRES, false, seconds);
        if (full) {
            add(section, "W4", "pg-boss", POSTGRES, false, seconds);
            add(section, "W4", "db-scheduler", POSTGRES, false, seconds);
            add(section, "W4", "jobrunr", POSTGRES, false, seconds);
            add(section, "W4", "quartz", POSTGRES, false, seconds);
        }
    }

    private void backlogs() {
        List<Integer> sizes = full ? List.of(20_000, 1_000_000, 10_000_000) : List.of(20_000, 1_000_000);
        for (int size : sizes) {
            String section = "W5 backlog of " + size;
            add(section, "W5", "rota", POSTGRES, false, "backlog=" + size);
            if (full && size <= 1_000_000) {
                add(section, "W5", "db-scheduler", POSTGRES, false, "backlog=" + size);
                add(section, "W5", "limit", POSTGRES, false, "backlog=" + size);
            }
        }
    }

    private void schedules() {
        String section = "W6 10,000 schedules";
        add(section, "W6", "rota", POSTGRES, false, "lead=10");
        add(section, "W6", "db-scheduler", POSTGRES, false, "lead=20");
        if (full) {
            add(section, "W6", "jobrunr", POSTGRES, false, "lead=30");
            add(section, "W6", "quartz", POSTGRES, false, "lead=60");
        }
    }

    private void pinned() {
        add("W7 pinned xmin", "W7", "rota", POSTGRES, false, full ? "jobs=600000" : "jobs=200000");
        if (full) {
            add("W7 pinned xmin", "W7", "limit", POSTGRES, false, "jobs=600000");
            add("W7 pinned xmin, an hour's 2,000 a second", "W7-hour", "rota", POSTGRES, false, "jobs=7200000");
        }
    }

    private void startUps() {
        String section = "W9 start and memory";
        add(section, "W9", "rota", POSTGRES, true);
        add(section, "W9", "db-scheduler", POSTGRES, true);
        if (full) {
            add(section, "W9", "jobrunr", POSTGRES, true);
            add(section, "W9", "quartz", POSTGRES, true);
        }
    }

    private void register() {
        add("register: time of the answer", "register", "rota", POSTGRES, true);
        add("register: time of the answer", "register", "no tasks", POSTGRES, true);
        if (full) {
            add("register: time of the answer", "register", "rota, tasks of 5 s", POSTGRES, true);
        }
    }

    private void sqlite(String synchronous) {
        String tail = ", SQLite " + synchronous;
        String option = "synchronous=" + synchronous;
        add("W2 drain" + tail, "W2", "rota", SQLITE, true, option, "jobs=200000", "warm-jobs=300000");
        add("W2 drain" + tail, "W2", "limit", SQLITE, true, option, "jobs=200000", "warm-jobs=300000");
        add("W2 drain" + tail, "W2", "jobrunr", SQLITE, false, option, "jobs=2000", "warm-jobs=3000");
        add("W1 enqueue" + tail, "W1", "rota", SQLITE, true, option, "warm=2");
        add("W1 enqueue" + tail, "W1", "limit", SQLITE, true, option, "warm=2");
        add("W1 enqueue" + tail, "W1", "jobrunr", SQLITE, false, option, "warm=2");
        add("W1B bulk" + tail, "W1B", "rota", SQLITE, true, option, "verify=1", "warm=2");
        add("W1B bulk" + tail, "W1B", "limit", SQLITE, true, option, "warm=2");
        add("W1B bulk" + tail, "W1B", "jobrunr", SQLITE, false, option, "warm=2");
    }
}
