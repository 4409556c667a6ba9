package dev.rota.micrometer;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus would read: series, with their labels and values. */
record Told(List<Series> series) {
    private static final Pattern LINE = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    record Series(String name, Map<String, String> labels, double value) {}

    /** Read twice: some series come to be while others are read. */
    static Told by(PrometheusMeterRegistry registry) {
        registry.scrape();
        List<Series> series = new ArrayList<>();
        Matcher line = LINE.matcher(registry.scrape());
        while (line.find()) {
            Map<String, String> labels = new HashMap<>();
            Matcher label = LABEL.matcher(line.group(2) == null ? "" : line.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            series.add(new Series(line.group(1), labels, Double.parseDouble(line.group(3))));
        }
        return new Told(series);
    }

    /** All of a name, whatever their labels. */
    List<Series> named(String name) {
        return series.stream().filter(each -> each.name().equals(name)).toList();
    }

    /** The value of the only series of this name with these labels, given as name, value, name, value. */
    double value(String name, String... labels) {
        List<Series> found = named(name).stream()
                .filter(each -> {
                    for (int i = 0; i < labels.length; i += 2) {
                        if (!labels[i + 1].equals(each.labels().get(labels[i]))) {
                            return false;
                        }
                    }
                    return true;
                })
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("Expected one series " + name + ", found " + found);
        }
        return found.get(0).value();
    }
}
