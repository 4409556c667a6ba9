package dev.rota.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the contenders in turn, and writes the table. */
public final class Benchmarks {
    private Benchmarks() {}

    /** See {@link Options#USAGE}. */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        long began = System.nanoTime();
        Path work = options.home().resolve("target/work");
        Files.createDirectories(work);
        try (Server server = Server.start(options.postgres(), work.resolve("postgres"), options.sharedBuffers())) {
            Runner runner = new Runner(options, server, work);
            String settings = Machine.describe() + "\n" + server.describe() + "\n" + runner.versions();
            System.out.println(settings);
            Map<Case, Measured> measured = measure(options, runner, began);
            String report = Report.of(settings, options, measured, (System.nanoTime() - began) / 1e9);
            Files.createDirectories(options.out().toAbsolutePath().getParent());
            Files.writeString(options.out(), report);
            System.out.println("\n" + report + "\nWritten to " + options.out());
        }
        System.exit(0);
    }

    private static Map<Case, Measured> measure(Options options, Runner runner, long began) {
        List<Case> cases = Plan.of(options.full()).stream()
                .filter(one -> options.wants(one) && runner.can(one))
                .toList();
        Map<Case, Measured> measured = new LinkedHashMap<>();
        cases.forEach(one -> measured.put(one, new Measured()));
        int most = cases.stream().mapToInt(one -> rounds(options, one)).max().orElse(0);
        for (int round = 0; round < most; round++) {
            for (Case one : cases) {
                boolean late = round > 0 && System.nanoTime() - began > options.minutes() * 60e9;
                if (round < rounds(options, one) && !late) {
                    runner.run(one, measured.computeIfAbsent(one, any -> new Measured()));
                }
            }
        }
        return measured;
    }

    private static int rounds(Options options, Case one) {
        return options.rounds() > 0 ? options.rounds() : one.rounds();
    }
}
