package dev.rota.benchmarks.pages;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/**
 * What open dashboards cost: the processor time of a server with them, and without them, idle and under a steady load. The
 * browsers are in this process, so that what they take is not counted.
 */
public final class DashboardsBenchmark {
    private static final String USAGE = """
            Usage: benchmarks/run dashboards [--store sqlite|postgres] [--dashboards 200] [--rate 20] [--seconds 60] [--warm 60]
                   [--pages /,/jobs] [--out FILE]
            Rate: jobs a second. Pages: each dashboard has one of them open, by turns.""";
    private static final String MIXED =
            "/,/jobs,/schedules,/queues,/workers,/failures,/jobs?q=state%3Afailed,/queues/queue-1";

    private final Map<String, String> given;
    private final Place place;
    private final Process server;
    private final Writer orders;
    private final String origin;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final StringBuilder table = new StringBuilder();

    private DashboardsBenchmark(Map<String, String> given, Place place, Process server, String port) {
        this.place = place;
        this.given = given;
        this.server = server;
        this.orders = server.outputWriter(StandardCharsets.UTF_8);
        this.origin = "http://127.0.0.1:" + port + DashboardsServer.BASE;
    }

    /** See the usage. */
    public static void main(String[] args) throws Exception {
        Map<String, String> given = new HashMap<>(Map.of(
                "store", "sqlite", "dashboards", "200", "rate", "20", "seconds", "60", "warm", "60", "home", "."));
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                System.err.println("Found " + args[i] + ", expected an option and its value.\n" + USAGE);
                System.exit(2);
            }
            given.put(args[i].substring(2), args[i + 1]);
        }
        Path home = Path.of(given.getOrDefault("home", "."));
        Path directory = home.resolve("target/dashboards-" + given.get("store")).toAbsolutePath();
        delete(directory);
        String report;
        Words words = Words.valueOf(given.getOrDefault("store", "").toUpperCase(Locale.ROOT));
        try (Place place = Place.open(words, directory)) {
            report = run(place, given);
        }
        Files.writeString(Path.of(given.getOrDefault("out", directory + ".md")), report);
        System.out.println(report);
        delete(directory);
        System.exit(0);
    }

    private static String run(Place place, Map<String, String> given) throws Exception {
        Process server = DashboardsServer.start(place.url());
        try (BufferedReader said = server.inputReader(StandardCharsets.UTF_8)) {
            String line = said.readLine();
            if (line == null || !line.startsWith("PORT ")) {
                throw new IOException("The server said " + line + ", expected its port");
            }
            return new DashboardsBenchmark(given, place, server, line.substring("PORT ".length())).measure();
        } finally {
            server.destroyForcibly();
        }
    }

    private String measure() throws Exception {
        table.append(
                        "| load | pages open | server without, % of a processor | with | they cost | pages/s | KB/s | ms a page |")
                .append(" events/s | failures |\n|---|---|---|---|---|---|---|---|---|---|\n");
        List<String> cases =
                given.containsKey("pages") ? List.of(given.getOrDefault("pages", "")) : List.of("/", MIXED);
        // Until what runs often is compiled.
        one(number("rate"), MIXED, number("warm"));
        table.setLength(table.indexOf("|\n", table.indexOf("|---")) + 2);
        for (int rate : new int[] {number("rate"), 0}) {
            for (String pages : cases) {
                one(rate, pages, number("seconds"));
            }
        }
        return number("dashboards") + " dashboards, each of another user, " + given.get("store") + "\n\n" + table;
    }

    private void one(int rate, String pages, int seconds) throws Exception {
        orders.write(rate + "\n");
        orders.flush();
        OpenDashboard.Counts counts = new OpenDashboard.Counts();
        List<OpenDashboard> open = new ArrayList<>();
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
        List<String> addresses = Arrays.asList(pages.split(","));
        for (int i = 0; i < number("dashboards"); i++) {
            OpenDashboard dashboard =
                    new OpenDashboard(client, timer, counts, origin, addresses.get(i % addresses.size()), i);
            open.add(dashboard);
            dashboard.open();
        }
        rest(seconds / 2);
        OpenDashboard.Sum before = counts.sum();
        double with = share(seconds);
        OpenDashboard.Sum sum = counts.sum().since(before);
        open.forEach(OpenDashboard::close);
        timer.shutdownNow();
        rest(5);
        double without = share(seconds);
        table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | **%.1f** | %.1f | %.0f | %.1f | %.0f | %d |%n",
                rate == 0 ? "none" : rate + " jobs/s",
                pages.equals("/") ? "overview" : pages.equals(MIXED) ? "eight different" : pages,
                without,
                with,
                with - without,
                sum.pages() / (double) seconds,
                sum.bytes() / 1_000.0 / seconds,
                sum.pages() == 0 ? 0 : sum.millis() / sum.pages(),
                sum.events() / (double) seconds,
                sum.failures()));
        System.err.println(table.substring(table.lastIndexOf("\n|", table.length() - 2) + 1));
    }

    private int number(String name) {
        return Integer.parseInt(given.getOrDefault(name, "0"));
    }

    /** Of one processor, in percent, over the time of a measurement: the server, and what its database has as processes. */
    private double share(int seconds) throws IOException, InterruptedException {
        Duration before = spent();
        long began = System.nanoTime();
        rest(seconds);
        return 100.0 * spent().minus(before).toNanos() / (System.nanoTime() - began);
    }

    private Duration spent() throws IOException {
        return server.info().totalCpuDuration().orElseThrow().plus(place.serverTime());
    }

    /** Nothing is awaited: what is measured is a stretch of time. */
    private static void rest(int seconds) throws InterruptedException {
        new java.util.concurrent.CountDownLatch(1).await(seconds, java.util.concurrent.TimeUnit.SECONDS);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
