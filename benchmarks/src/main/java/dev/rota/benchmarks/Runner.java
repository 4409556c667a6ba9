package dev.rota.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs one round of a case in a process of its own. */
final class Runner {
    private static final int TAIL = 25;

    private final Options options;
    private final Server server;
    private final Path work;
    private final Node node;

    Runner(Options options, Server server, Path work) {
        this.options = options;
        this.server = server;
        this.work = work;
        this.node = new Node(options.home());
    }

    boolean can(Case one) {
        return !one.isNode() || node.isThere();
    }

    String versions() throws IOException {
        try (Stream<Path> jars = Files.list(options.home().resolve("target/lib"))) {
            List<String> names = jars.map(jar -> jar.getFileName().toString().replace(".jar", ""))
                    .filter(name -> name.matches("(db-scheduler|jobrunr|quartz|sqlite-jdbc|postgresql|HikariCP)-\\d.*"))
                    .sorted()
                    .toList();
            return String.join(", ", names) + (node.isThere() ? ", " + node.versions() : ", no Node");
        }
    }

    void run(Case one, Measured measured) {
        String title = one.section() + ": " + one.contender();
        System.out.print(title + " … ");
        System.out.flush();
        long began = System.nanoTime();
        try {
            Map<String, Double> results = switch (one.workload()) {
                case "W3" -> latency(one);
                case "W9" -> startUp(one);
                default -> measure(one, freshDatabase(one));
            };
            measured.add(results);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            System.out.println(Report.line(one, results) + " (in " + seconds + " s)");
        } catch (IOException | SQLException | IllegalStateException e) {
            measured.failed(e.getMessage() == null ? e.toString() : e.getMessage());
            System.out.println("FAILED " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String freshDatabase(Case one) throws IOException, SQLException {
        if (!one.store().equals("sqlite")) {
            return server.freshDatabase();
        }
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(work.resolve("bench.db" + suffix));
        }
        return "jdbc:sqlite:" + work.resolve("bench.db");
    }

    /** The second of two processes: the first makes the tables. */
    private Map<String, Double> startUp(Case one) throws IOException, SQLException, InterruptedException {
        String url = freshDatabase(one);
        measure(one, url);
        return measure(one, url);
    }

    private Map<String, Double> measure(Case one, String url) throws IOException, SQLException, InterruptedException {
        boolean counting = one.workload().equals("W4");
        if (counting) {
            server.count();
        }
        Process process = start(one, one.workload(), url, "child", Map.of());
        Map<String, Double> results = new LinkedHashMap<>();
        double before = 0;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("RESULT ")) {
                    int last = line.lastIndexOf(' ');
                    results.put(line.substring(7, last), Double.parseDouble(line.substring(last + 1)));
                } else if (line.equals("BEGIN")) {
                    before = server.statements();
                } else if (line.equals("END")) {
                    double seconds = Double.parseDouble(one.options().getOrDefault("seconds", "30"));
                    results.put("statements/s", (server.statements() - before) / seconds);
                }
            }
        }
        await(process, "child");
        return results;
    }

    /** One process works, another enqueues; both read the same clock of the machine. */
    private Map<String, Double> latency(Case one) throws IOException, SQLException, InterruptedException {
        String url = freshDatabase(one);
        Process worker = start(one, "W3-work", url, "worker", Map.of("times", times("worker")));
        BufferedReader out = new BufferedReader(new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.equals("READY")) {
            line = out.readLine();
        }
        if (line == null) {
            await(worker, "worker");
            throw new IllegalStateException("The worker ended before it was ready");
        }
        Process enqueuer = start(one, "W3-enqueue", url, "enqueuer", Map.of("times", times("enqueuer")));
        await(enqueuer, "enqueuer");
        worker.getOutputStream().write('\n');
        worker.getOutputStream().close();
        await(worker, "worker");
        long[] started = readTimes("worker");
        long[] enqueued = readTimes("enqueuer");
        long[] called = Arrays.copyOf(enqueued, started.length);
        long[] returned = Arrays.copyOfRange(enqueued, started.length, enqueued.length);
        int warm = Integer.parseInt(one.options().getOrDefault("warm-jobs", "0"));
        double[] latencies = latencies(warm, returned, started);
        Map<String, Double> results = new LinkedHashMap<>();
        results.put("p50 ms", Percentiles.at(latencies, 0.5));
        results.put("p95 ms", Percentiles.at(latencies, 0.95));
        results.put("p99 ms", Percentiles.at(latencies, 0.99));
        results.put("max ms", latencies[latencies.length - 1]);
        results.put("from the call ms", Percentiles.at(latencies(warm, called, started), 0.5));
        return results;
    }

    /** In milliseconds, sorted. */
    private static double[] latencies(int warm, long[] from, long[] to) {
        return IntStream.range(warm, to.length)
                .mapToDouble(n -> (to[n] - from[n]) / 1e6)
                .sorted()
                .toArray();
    }

    private String times(String who) {
        return work.resolve("times-" + who).toString();
    }

    private long[] readTimes(String who) throws IOException {
        return Files.readAllLines(Path.of(times(who))).stream()
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private Process start(Case one, String workload, String url, String log, Map<String, String> more)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (one.isNode()) {
            command.addAll(node.command());
        } else {
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.add("-Xmx2g");
            command.addAll(options.jvm());
            command.add("-cp");
            command.add(System.getProperty("java.class.path"));
            command.add(Child.class.getName());
        }
        command.add(one.contender());
        command.add(workload);
        command.add(url);
        one.options().forEach((name, value) -> command.add(name + "=" + value));
        more.forEach((name, value) -> command.add(name + "=" + value));
        if (one.store().equals("postgres")) {
            command.add("server=" + server.pid());
        }
        return new ProcessBuilder(command)
                .redirectError(work.resolve(log + ".err").toFile())
                .directory(work.toFile())
                .start();
    }

    private void await(Process process, String log) throws IOException, InterruptedException {
        if (!process.waitFor(30, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("It took longer than 30 minutes");
        }
        if (process.exitValue() != 0) {
            List<String> lines = Files.readAllLines(work.resolve(log + ".err"));
            lines.stream().skip(Math.max(0, lines.size() - TAIL)).forEach(line -> System.out.println("    " + line));
            String reason = lines.stream()
                    .filter(line -> line.contains("Exception"))
                    .findFirst()
                    .orElse("exit code " + process.exitValue());
            throw new IllegalStateException(reason);
        }
    }
}
