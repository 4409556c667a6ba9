package dev.rota.web.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers over time as lines and bars, with a table of the same. Immutable.
 *
 * @param title what is drawn
 * @param sentence all of it in words
 * @param top what the top edge of the drawing stands for; the bottom is zero
 * @param lines in units of the drawing
 * @param bars in units of the drawing
 * @param series what is drawn, in the order of the columns of the table
 * @param rows of the table, the earliest first
 * @param marks events that are marked in it, the earliest first
 */
public record Chart(
        String title,
        String sentence,
        String top,
        List<Line> lines,
        List<Bar> bars,
        List<Series> series,
        List<Row> rows,
        List<Mark> marks) {
    /** How wide the drawing is, in its own units. */
    public static final int WIDTH = 600;

    /** How high it is. */
    public static final int HEIGHT = 120;

    public Chart {
        lines = List.copyOf(lines);
        bars = List.copyOf(bars);
        series = List.copyOf(series);
        rows = List.copyOf(rows);
        marks = List.copyOf(marks);
    }

    /** The same with events marked in it. */
    public Chart marked(List<Mark> events) {
        return new Chart(title, sentence, top, lines, bars, series, rows, events);
    }

    /** The same whose table leaves out the steps in which there is nothing, but for the first and the last. */
    public Chart withoutEmptySteps() {
        List<Row> kept = IntStream.range(0, rows.size())
                .filter(step -> step == 0
                        || step == rows.size() - 1
                        || series.stream().anyMatch(each -> {
                            Double value = each.values().get(step);
                            return value != null && value != 0;
                        }))
                .mapToObj(rows::get)
                .toList();
        return new Chart(title, sentence, top, lines, bars, series, kept, marks);
    }

    /**
     * Numbers of one kind.
     *
     * @param kind a class of the style sheet
     * @param barred true for bars, false for a line
     * @param values one for each step, not negative; null where there is none
     */
    public record Series(String name, String kind, boolean barred, List<@Nullable Double> values) {}

    /** What a chart is about. */
    public record Text(String title, String sentence, DoubleFunction<String> format) {}

    /** A line; {@code points} as SVG writes them. A gap ends a line, and a number alone is a short one. */
    public record Line(String kind, String points) {}

    /** A bar. */
    public record Bar(String kind, String x, String y, String width, String height) {}

    /**
     * An event.
     *
     * @param at how far from the first edge to the last, 0 to 1
     * @param label what it was, with its time
     */
    public record Mark(double at, String label) {
        /** In units of the drawing. */
        public String x() {
            return units(at * WIDTH);
        }
    }

    /** A row of the table; a number that is missing is a dash. */
    public record Row(String label, List<String> cells) {}

    /**
     * Draws a chart.
     *
     * @param labels of the steps, the earliest first
     * @param series each with as many values as there are steps
     */
    public static Chart of(Text text, List<String> labels, List<Series> series) {
        double most = series.stream()
                .flatMap(each -> each.values().stream())
                .mapToDouble(value -> value == null ? 0 : value)
                .max()
                .orElse(0);
        double top = rounded(most);
        List<Line> lines = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        for (Series each : series) {
            if (each.barred()) {
                addBars(each, top, bars);
            } else {
                addLines(each, top, lines);
            }
        }
        List<Row> rows = IntStream.range(0, labels.size())
                .mapToObj(step -> new Row(
                        labels.get(step),
                        series.stream()
                                .map(each -> cell(each.values().get(step), text.format()))
                                .toList()))
                .toList();
        return new Chart(text.title(), text.sentence(), text.format().apply(top), lines, bars, series, rows, List.of());
    }

    private static String cell(@Nullable Double value, DoubleFunction<String> format) {
        return value == null ? "–" : format.apply(value);
    }

    /** True if there is nothing to see. */
    public boolean isEmpty() {
        return series.stream().flatMap(each -> each.values().stream()).allMatch(value -> value == null || value == 0);
    }

    /** What the first step is called. */
    public String first() {
        return rows.isEmpty() ? "" : rows.get(0).label();
    }

    /** What the last step is called. */
    public String last() {
        return rows.isEmpty() ? "" : rows.get(rows.size() - 1).label();
    }

    /** The least of 1, 2, 5, 10, 20, 50 … that is not less; so that the edge is a number one can read. */
    static double rounded(double most) {
        if (most <= 0) {
            return 1;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(most)));
        for (int factor : new int[] {1, 2, 5}) {
            if (most <= factor * unit) {
                return factor * unit;
            }
        }
        return 10 * unit;
    }

    private static void addBars(Series series, double top, List<Bar> bars) {
        double step = (double) WIDTH / Math.max(1, series.values().size());
        for (int i = 0; i < series.values().size(); i++) {
            Double value = series.values().get(i);
            if (value != null && value > 0) {
                double height = Math.max(2, value / top * HEIGHT);
                bars.add(new Bar(
                        series.kind(),
                        units(i * step + step * 0.15),
                        units(HEIGHT - height),
                        units(step * 0.7),
                        units(height)));
            }
        }
    }

    private static void addLines(Series series, double top, List<Line> lines) {
        double step = (double) WIDTH / Math.max(1, series.values().size());
        StringBuilder points = new StringBuilder();
        for (int i = 0; i <= series.values().size(); i++) {
            Double value = i < series.values().size() ? series.values().get(i) : null;
            if (value == null) {
                if (!points.isEmpty()) {
                    lines.add(new Line(series.kind(), points.toString().strip()));
                }
                points.setLength(0);
                continue;
            }
            String y = units(HEIGHT - value / top * HEIGHT);
            if (points.isEmpty()) {
                points.append(units(i * step)).append(',').append(y).append(' ');
            }
            points.append(units((i + 1) * step)).append(',').append(y).append(' ');
        }
    }

    /** Without the digits that nobody sees. */
    static String units(double value) {
        double tenths = Math.round(value * 10) / 10.0;
        return tenths == Math.rint(tenths) ? String.valueOf((long) tenths) : String.valueOf(tenths);
    }
}
