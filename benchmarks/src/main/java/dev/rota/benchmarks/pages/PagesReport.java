package dev.rota.benchmarks.pages;

import dev.rota.benchmarks.pages.Measurement.Result;
import dev.rota.benchmarks.pages.Measurement.Slowest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The figures in Markdown. */
final class PagesReport {
    private static final int STATEMENTS = 10;
    private static final int LENGTH = 220;

    private PagesReport() {}

    static String of(String store, Place place, Measurement measurement, Walk walk, int times) {
        Map<String, List<Result>> byRoute = new TreeMap<>();
        measurement
                .results()
                .forEach(result -> byRoute.computeIfAbsent(result.route(), any -> new ArrayList<>())
                        .add(result));
        StringBuilder out = new StringBuilder();
        out.append("%s, %,d MB; %d routes, %d addresses, each asked %d times, one at a time.\n\n"
                .formatted(
                        store,
                        place.megabytes(),
                        byRoute.size(),
                        measurement.results().size(),
                        times));
        out.append(
                "| route | addresses | p50 ms | p95 ms | slowest address: p50, p95 ms | answers |\n|---|---|---|---|---|---|\n");
        List<Map.Entry<String, List<Result>>> routes = new ArrayList<>(byRoute.entrySet());
        routes.sort(Comparator.comparingDouble((Map.Entry<String, List<Result>> route) ->
                        slowest(route.getValue()).quantile(0.95))
                .reversed());
        for (Map.Entry<String, List<Result>> route : routes) {
            Result slowest = slowest(route.getValue());
            out.append(String.format(
                    Locale.ROOT,
                    "| `%s` | %d | %.1f | %.1f | `%s` %.1f, %.1f | %s |%n",
                    route.getKey(),
                    route.getValue().size(),
                    Measurement.quantile(0.5, route.getValue()),
                    Measurement.quantile(0.95, route.getValue()),
                    shortened(slowest.address(), 100),
                    slowest.quantile(0.5),
                    slowest.quantile(0.95),
                    route.getValue().stream()
                            .map(Result::status)
                            .distinct()
                            .sorted()
                            .toList()));
        }
        out.append("\n| p50, p95, slowest run, ms | statement | asked for |\n|---|---|---|\n");
        for (Slowest slow : measurement.slowest(STATEMENTS)) {
            out.append(String.format(
                    Locale.ROOT,
                    "| %.1f, %.1f, %.1f | `%s` | `%s` |%n",
                    slow.median(),
                    slow.p95(),
                    slow.most(),
                    shortened(slow.statement(), LENGTH).replace("|", "\\|"),
                    shortened(slow.address(), 100)));
        }
        if (!walk.unknown().isEmpty()) {
            out.append("\n**Not measured**, as no value is known for what stands open: ")
                    .append(walk.unknown())
                    .append('\n');
        }
        return out.toString();
    }

    private static Result slowest(List<Result> results) {
        return results.stream()
                .max(Comparator.comparingDouble((Result result) -> result.quantile(0.95)))
                .orElseThrow();
    }

    private static String shortened(String text, int most) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= most ? line : line.substring(0, most) + " …";
    }
}
