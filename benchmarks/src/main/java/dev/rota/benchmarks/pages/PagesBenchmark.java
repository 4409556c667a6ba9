package dev.rota.benchmarks.pages;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.rota.Rota;
import dev.rota.console.Role;
import dev.rota.jackson.JacksonCodec;
import dev.rota.store.Store;
import dev.rota.web.Principal;
import dev.rota.web.RotaWeb;
import dev.rota.web.WebSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Fills a store, walks all that can be read, and writes what it took. */
public final class PagesBenchmark {
    private static final String USAGE = """
            Usage: benchmarks/run pages [--store sqlite|postgres] [--jobs 10000000] [--live 100000] [--times 20]
                   [--dir DIR] [--keep true] [--out FILE]
            A store that --keep has left in DIR is used again.""";
    private static final String BASE = "/rota";

    private PagesBenchmark() {}

    /** See the usage. */
    public static void main(String[] args) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Map<String, String> given = new HashMap<>(Map.of(
                "store", "sqlite", "jobs", "10000000", "live", "100000", "times", "20", "keep", "false", "home", "."));
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                System.err.println("Found " + args[i] + ", expected an option and its value.\n" + USAGE);
                System.exit(2);
            }
            given.put(args[i].substring(2), args[i + 1]);
        }
        Path home = Path.of(given.getOrDefault("home", "."));
        Path directory = Path.of(given.getOrDefault(
                "dir", home.resolve("target/pages-" + given.get("store")).toString()));
        String report = run(
                Words.valueOf(given.getOrDefault("store", "").toUpperCase(java.util.Locale.ROOT)), directory, given);
        Files.writeString(
                Path.of(given.getOrDefault(
                        "out",
                        home.resolve("target/pages-" + given.get("store") + ".md")
                                .toString())),
                report);
        System.out.println(report);
        if (!Boolean.parseBoolean(given.get("keep"))) {
            delete(directory);
        }
        System.exit(0);
    }

    private static String run(Words words, Path directory, Map<String, String> given) throws Exception {
        try (Place place = Place.open(words, directory);
                Store store = place.store();
                Rota rota = Rota.builder(store, new JacksonCodec()).build()) {
            store.migrate();
            long began = System.nanoTime();
            try (Connection connection = place.connect()) {
                if (first(connection, "select coalesce(max(id), 0) from rota_history")
                        .equals(List.of("0"))) {
                    new Filling(connection, words, store.now(), number(given, "jobs"), number(given, "live"))
                            .fill(rota);
                }
                System.err.printf("Filled in %.0f s, %,d MB%n", (System.nanoTime() - began) / 1e9, place.megabytes());
                return measure(rota, place, values(connection), (int) number(given, "times"));
            }
        }
    }

    private static long number(Map<String, String> given, String name) {
        return Long.parseLong(given.getOrDefault(name, "0"));
    }

    private static String measure(Rota rota, Place place, Map<String, List<String>> values, int times)
            throws IOException, InterruptedException {
        WebSettings settings = WebSettings.DEFAULTS
                .basePath(BASE)
                .authenticator(request -> Optional.of(new Principal("bench", Role.ADMIN)))
                .standalone(new WebSettings.Standalone(true, false, null));
        try (RotaWeb web = new RotaWeb(rota, settings)) {
            Walk walk = new Walk(web, BASE, values);
            Measurement measurement = new Measurement("http://127.0.0.1:" + web.start(0) + BASE);
            measurement.explore(walk);
            measurement.measure(times);
            return PagesReport.of(rota.store().describe(), place, measurement, walk, times);
        }
    }

    /** What may stand in addresses, by the segment before it. */
    private static Map<String, List<String>> values(Connection connection) throws SQLException {
        List<String> jobs = new ArrayList<>();
        for (String state : List.of("failed", "running", "queued", "retrying", "blocked", "scheduled")) {
            jobs.addAll(first(connection, "select max(id) from rota_job where state = '" + state + "'"));
        }
        jobs.addAll(first(connection, "select max(id) from rota_history"));
        jobs.addAll(first(connection, "select min(id) from rota_history"));
        List<String> groups = first(connection, "select fingerprint from rota_failure order by last_seen desc limit 3");
        return Map.ofEntries(
                Map.entry("jobs", jobs),
                Map.entry("schedules", List.of("schedule-0", "schedule-7")),
                Map.entry("queues", List.of("mail", "queue-3", "reports")),
                Map.entry("workers", first(connection, "select id from rota_worker order by id desc limit 2")),
                Map.entry("failures", groups),
                Map.entry("operations", first(connection, "select id from rota_operation order by id desc limit 2")),
                Map.entry("types", List.of("mail.send", "reports.yearly")),
                Map.entry("users", List.of("user-7")),
                Map.entry("tokens", first(connection, "select id from rota_token limit 1")),
                Map.entry("flags", List.of("flag-3")),
                Map.entry("audit", first(connection, "select max(id) from rota_audit")));
    }

    private static List<String> first(Connection connection, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                String value = rows.getString(1);
                if (value != null) {
                    found.add(value);
                }
            }
        }
        return found;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
