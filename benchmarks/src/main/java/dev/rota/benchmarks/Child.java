package dev.rota.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A process that measures one contender in one workload once, and says what it found. */
public final class Child {
    private Child() {}

    /**
     * Measures.
     *
     * @param args contender, workload, URL of an empty database, and options as {@code name=value}
     */
    @SuppressWarnings("CatchAndPrintStackTrace")
    public static void main(String[] args) throws Exception {
        // An error in a contender's own thread must not leave the others waiting.
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            error.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        Map<String, String> options = new HashMap<>();
        for (int i = 3; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            options.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        Setup setup = new Setup(args[2], options);
        if (args[1].equals("register")) {
            boolean tasks = !args[0].equals("no tasks");
            new Register(setup, tasks, Duration.ofSeconds(args[0].equals("rota, tasks of 5 s") ? 5 : 0)).run();
            System.exit(0);
        }
        try (Contender contender = contender(args[0], setup)) {
            if (!args[1].equals("W3-enqueue")) {
                contender.open();
            }
            new Workloads(setup, contender).run(args[1]);
        }
        // Some contenders leave threads behind.
        System.exit(0);
    }

    private static Contender contender(String name, Setup setup) {
        return switch (name) {
            case "rota" -> new RotaContender(setup);
            case "db-scheduler" -> new DbSchedulerContender(setup, true);
            case "db-scheduler-fetch" -> new DbSchedulerContender(setup, false);
            case "jobrunr" -> new JobRunrContender(setup);
            case "quartz" -> new QuartzContender(setup);
            case "limit", "limit-coalesced" ->
                setup.isSqlite()
                        ? new SqliteLimitContender(setup)
                        : new LimitContender(setup, LimitContender.Way.COALESCED);
            case "limit-each" -> new LimitContender(setup, LimitContender.Way.EACH);
            case "shape-rows", "shape-rows-mixed" -> new ShapeContender(setup, ShapeContender.Shape.ROWS);
            case "shape-hot" -> new ShapeContender(setup, ShapeContender.Shape.HOT);
            case "shape-batch", "shape-batch-mixed" -> new ShapeContender(setup, ShapeContender.Shape.BATCH);
            case "shape-log" -> new ShapeContender(setup, ShapeContender.Shape.LOG);
            case "limit-copy" -> new LimitContender(setup, LimitContender.Way.COPY);
            default -> throw new IllegalArgumentException("No contender " + name);
        };
    }

    static void result(String name, double value) {
        System.out.println(String.format(Locale.ROOT, "RESULT %s %.6f", name, value));
    }
}
