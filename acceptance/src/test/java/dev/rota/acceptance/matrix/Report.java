package dev.rota.acceptance.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of all runs. Thread-safe. */
final class Report {
    private final Map<Fault, Map<TestDatabase.Kind, List<Verdict>>> verdicts = new TreeMap<>();
    private final List<String> skipped = new ArrayList<>();

    synchronized void add(Fault fault, TestDatabase.Kind kind, Verdict verdict) {
        verdicts.computeIfAbsent(fault, key -> new TreeMap<>())
                .computeIfAbsent(kind, key -> new ArrayList<>())
                .add(verdict);
    }

    synchronized void skip(Fault fault, String reason) {
        skipped.add("skipped: " + fault.title() + ", for " + reason);
    }

    synchronized boolean isEmpty() {
        return verdicts.isEmpty() && skipped.isEmpty();
    }

    /** In Markdown. */
    synchronized String table() {
        StringBuilder table = new StringBuilder();
        table.append("| fault | store | runs | jobs | lost | doubled | recovery p50 / max |\n");
        table.append("|---|---|---|---|---|---|---|\n");
        verdicts.forEach((fault, kinds) -> kinds.forEach((kind, runs) -> {
            List<Duration> recoveries =
                    runs.stream().map(Verdict::recovery).sorted().toList();
            table.append("| %s | %s | %d | %,d | %d | %d | %s / %s s |\n"
                    .formatted(
                            fault.title(),
                            kind,
                            runs.size(),
                            runs.stream().mapToInt(Verdict::jobs).sum(),
                            runs.stream().mapToInt(Verdict::lost).sum(),
                            runs.stream().mapToInt(Verdict::doubled).sum(),
                            seconds(recoveries.get(recoveries.size() / 2)),
                            seconds(recoveries.get(recoveries.size() - 1))));
        }));
        skipped.forEach(line -> table.append(line).append('\n'));
        return table.toString();
    }

    private static String seconds(Duration time) {
        return "%.1f".formatted(time.toMillis() / 1000.0);
    }
}
