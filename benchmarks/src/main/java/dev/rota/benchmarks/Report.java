package dev.rota.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The table, in Markdown. */
final class Report {
    private static final String RATE = "jobs/s";

    private Report() {}

    static String of(String settings, Options options, Map<Case, Measured> measured, double seconds) {
        StringBuilder out = new StringBuilder();
        settings.lines().forEach(line -> out.append("- ").append(line).append('\n'));
        out.append("- profile ")
                .append(options.full() ? "full" : "short")
                .append(String.format(Locale.ROOT, ", took %.1f minutes%n%n", seconds / 60));
        out.append("Median (least – most) of the rounds. \"Rota ×\" says how many times Rota's figure it is that Rota")
                .append(" has over this contender: above 1, Rota is ahead; below 1, behind.\n\n");
        out.append("| workload | contender | result | Rota × | CPU ms per job: worker + server | history | rounds |\n");
        out.append("|---|---|---|---|---|---|---|\n");
        Map<String, Measured> rota = new LinkedHashMap<>();
        measured.forEach((one, figures) -> {
            if (one.contender().equals("rota")) {
                rota.put(one.section(), figures);
            }
        });
        measured.forEach((one, figures) -> row(out, one, figures, rota.get(one.section())));
        return out.toString();
    }

    private static void row(
            StringBuilder out, Case one, Measured figures, @org.jspecify.annotations.Nullable Measured rota) {
        out.append("| ")
                .append(one.section())
                .append(" | ")
                .append(one.contender())
                .append(" | ");
        if (figures.rounds() == 0) {
            out.append(figures.failure() == null ? "not run" : "failed: " + figures.failure());
            out.append(" | | | | |\n");
            return;
        }
        out.append(result(figures)).append(" | ");
        String name = compared(figures);
        if (rota != null && rota.rounds() > 0 && !one.contender().equals("rota")) {
            double ratio = name.equals(RATE)
                    ? rota.median(name) / figures.median(name)
                    : figures.median(name) / rota.median(name);
            out.append(String.format(Locale.ROOT, "%.2f", ratio));
        }
        out.append(" | ");
        if (figures.has("worker ms/job")) {
            out.append(String.format(
                    Locale.ROOT, "%.3f + %.3f", figures.median("worker ms/job"), figures.median("server ms/job")));
        }
        out.append(" | ");
        if (figures.has("history")) {
            out.append(figures.median("history") > 0 ? "yes" : "no");
        }
        out.append(" | ").append(figures.rounds());
        out.append(figures.failure() == null ? "" : ", then failed: " + figures.failure());
        out.append(" |\n");
    }

    /** The figure that ratios are made of. */
    private static String compared(Measured figures) {
        if (figures.has(RATE)) {
            return RATE;
        }
        if (figures.has("first job s")) {
            return "first job s";
        }
        return figures.has("p50 ms") ? "p50 ms" : "statements/s";
    }

    private static String result(Measured figures) {
        if (figures.has("after / before")) {
            return String.format(
                    Locale.ROOT,
                    "%,.0f jobs/s before, %,.0f after: %.2f",
                    figures.median("jobs/s before"),
                    figures.median(RATE),
                    figures.median("after / before"));
        }
        if (figures.has(RATE)) {
            return String.format(
                    Locale.ROOT,
                    "%,.0f jobs/s (%,.0f – %,.0f)",
                    figures.median(RATE),
                    figures.least(RATE),
                    figures.most(RATE));
        }
        if (figures.has("first job s")) {
            return String.format(
                    Locale.ROOT,
                    "first job after %.2f s; %.0f MiB resident, heap %.1f MiB",
                    figures.median("first job s"),
                    figures.median("resident MiB"),
                    figures.median("heap MiB"));
        }
        String text = "";
        if (figures.has("register s")) {
            text = String.format(
                    Locale.ROOT,
                    "registered in %.2f s; the first time p50 %.0f, p99 %.0f, the fourth ",
                    figures.median("register s"),
                    figures.median("first p50 ms"),
                    figures.median("first p99 ms"));
        }
        if (figures.has("p50 ms")) {
            return text
                    + String.format(
                            Locale.ROOT,
                            "p50 %.2f, p95 %.2f, p99 %.2f, max %.1f ms",
                            figures.median("p50 ms"),
                            figures.median("p95 ms"),
                            figures.median("p99 ms"),
                            figures.median("max ms"))
                    + (figures.has("from the call ms")
                            ? String.format(Locale.ROOT, "; from the call p50 %.2f", figures.median("from the call ms"))
                            : "");
        }
        return String.format(
                Locale.ROOT,
                "%.2f statements/s, CPU %.2f %% worker, %.2f %% server",
                figures.median("statements/s"),
                figures.median("worker CPU %"),
                figures.median("server CPU %"));
    }

    /** One round, for whoever watches. */
    static String line(Case one, Map<String, Double> results) {
        Measured single = new Measured();
        single.add(results);
        return result(single);
    }
}
