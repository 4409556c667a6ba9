package dev.rota.server;

import dev.rota.RotaBuilder;
import dev.rota.cli.CommandFailure;
import dev.rota.cli.Host;
import dev.rota.retry.DurationText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the worker of this process works. */
final class EngineOptions {
    private static final Pattern QUEUE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,99})(?:=(\\d{1,4}))?");
    private static final int MOST_SLOTS = 1_000;
    private static final Duration SHORTEST_POLL = Duration.ofMillis(10);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

    /** The options by what a Spring Boot application calls them. */
    static final Map<String, String> BY_PROPERTY = Map.ofEntries(
            Map.entry("rota.worker.name", "--worker-name"),
            Map.entry("rota.worker.slots", "--slots"),
            Map.entry("rota.worker.queue-slots", "--queues"),
            Map.entry("rota.worker.poll", "--poll"),
            Map.entry("rota.worker.lease", "--lease"),
            Map.entry("rota.worker.grace", "--grace"),
            Map.entry("rota.worker.max-crashes", "--max-crashes"),
            Map.entry("rota.retention.history", "--retention-history"),
            Map.entry("rota.retention.failed", "--retention-failed"),
            Map.entry("rota.retention.fires", "--retention-fires"),
            Map.entry("rota.retention.audit", "--retention-audit"));

    @Option(
            names = "--queues",
            paramLabel = "QUEUE[=N]",
            split = ",",
            description =
                    "Work these queues and no others, each with slots of its own, as in mail=2,reports; all unless "
                            + "given.")
    private List<String> queues = List.of();

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "How many jobs run at once, in each queue that has no number of its own; 20 unless given.")
    private int slots = 20;

    @Option(names = "--worker-name", paramLabel = "NAME", description = "For people to know it by.")
    private @Nullable String name;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            description = "How long running jobs have to end when the program is stopped; 20s unless given.")
    private String grace = "20s";

    @Option(
            names = "--poll",
            paramLabel = "TIME",
            description = "How often the database is asked for jobs when nothing wakes the worker; 1s unless given.")
    private String poll = "1s";

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            description = "A worker silent for this long is given up, and its jobs are rescued, 2s or more; "
                    + "15s unless given.")
    private String lease = "15s";

    @Option(
            names = "--max-crashes",
            paramLabel = "N",
            description = "A job that has taken more workers with it than this is failed; 3 unless given.")
    private int maxCrashes = 3;

    @Mixin
    private RetentionOptions retention = new RetentionOptions();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties with the names of options, such as slots=5.")
    @SuppressWarnings("UnusedVariable")
    private @Nullable String config;

    @Option(
            names = "--db-connections",
            paramLabel = "N",
            description = "Connections to PostgreSQL at the most, 2 to 100; 8 unless given.")
    private int connections = 8;

    /** @throws CommandFailure if an option is not valid */
    RotaBuilder apply(RotaBuilder builder, String version) {
        Map<String, Integer> lanes = lanes();
        RotaBuilder built = retention
                .apply(builder)
                .version(version)
                .poll(poll())
                .lease(lease())
                .grace(grace())
                .maxCrashes(maxCrashes)
                .slots(lanes.isEmpty() ? slots() : 0);
        lanes.forEach(built::slots);
        return name == null ? built : built.workerName(name);
    }

    void check() {
        lanes();
        grace();
        poll();
        lease();
        retention.check();
        if (maxCrashes < 0) {
            throw CommandFailure.usage("--max-crashes is " + maxCrashes + ": expected 0 or more.");
        }
        if (connections < 2 || connections > 100) {
            throw CommandFailure.usage("--db-connections is " + connections + ": expected 2 to 100.");
        }
    }

    int connections() {
        return connections;
    }

    Duration grace() {
        boolean none = grace.equals("0")
                || DurationText.read(grace).filter(Duration::isZero).isPresent();
        return none ? Duration.ZERO : Host.duration("--grace", grace);
    }

    private Duration poll() {
        return atLeast("--poll", poll, SHORTEST_POLL, "PT0.01S");
    }

    private Duration lease() {
        return atLeast("--lease", lease, SHORTEST_LEASE, "2s");
    }

    /**
     * Reads a duration.
     *
     * @param least in words
     * @throws CommandFailure if it is none, or a shorter one
     */
    static Duration atLeast(String option, String text, Duration shortest, String least) {
        Duration length = Host.duration(option, text);
        if (length.compareTo(shortest) < 0) {
            throw CommandFailure.usage(option + " is " + text + ": expected " + least + " or more.");
        }
        return length;
    }

    /** As people say it. */
    String graceWords() {
        return Host.words(grace());
    }

    private int slots() {
        if (slots < 1 || slots > MOST_SLOTS) {
            throw CommandFailure.usage("--slots is " + slots + ": expected 1 to " + MOST_SLOTS + ".");
        }
        return slots;
    }

    private Map<String, Integer> lanes() {
        Map<String, Integer> lanes = new LinkedHashMap<>();
        for (String queue : queues) {
            Matcher matcher = QUEUE.matcher(queue.strip());
            if (!matcher.matches()) {
                throw CommandFailure.usage("--queues has \"" + queue
                        + "\": expected names of queues, with or without slots, as in mail=2,reports.");
            }
            int own = matcher.group(2) == null ? slots() : Integer.parseInt(matcher.group(2));
            if (own < 1 || own > MOST_SLOTS) {
                throw CommandFailure.usage(
                        "--queues gives " + matcher.group(1) + " " + own + " slots: expected 1 to " + MOST_SLOTS + ".");
            }
            lanes.put(matcher.group(1), own);
        }
        slots();
        return lanes;
    }

    /** As people say it. */
    String words() {
        Map<String, Integer> lanes = lanes();
        return lanes.isEmpty()
                ? "all queues, " + slots + " slots"
                : "queues " + lanes.toString().replaceAll("[{}]", "");
    }
}
