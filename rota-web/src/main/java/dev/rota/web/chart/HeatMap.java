package dev.rota.web.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How often something was how much, over time: a column for each step, a row for each size, the greatest at the top, and
 * the darker a cell the more there is of it. With a table of the same. Immutable.
 *
 * @param sentence all of it in words
 * @param cells in units of the drawing; those that are zero are left out
 * @param sizes what the rows are called, the least first: the columns of the table
 * @param rows of the table, the earliest first; steps in which there was nothing are left out
 * @param first what the first step is called
 * @param last what the last step is called
 */
public record HeatMap(
        String title,
        String sentence,
        List<Cell> cells,
        List<String> sizes,
        List<Row> rows,
        String first,
        String last) {
    /** How many shades there are. */
    public static final int LEVELS = 5;

    public HeatMap {
        cells = List.copyOf(cells);
        sizes = List.copyOf(sizes);
        rows = List.copyOf(rows);
    }

    /**
     * A cell.
     *
     * @param level 1 for the least to {@link #LEVELS}; each is about as many times more than the one before
     */
    public record Cell(String x, String y, String width, String height, int level) {}

    /** A row of the table. */
    public record Row(String label, List<String> cells) {}

    /**
     * Draws one.
     *
     * @param labels of the steps, the earliest first
     * @param sizes of the rows, the least first
     * @param counts for each step as many as there are sizes, not negative
     */
    public static HeatMap of(Chart.Text text, List<String> labels, List<String> sizes, List<List<Long>> counts) {
        long most = counts.stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        double width = (double) Chart.WIDTH / Math.max(1, labels.size());
        double height = (double) Chart.HEIGHT / Math.max(1, sizes.size());
        List<Cell> cells = new ArrayList<>();
        for (int step = 0; step < labels.size(); step++) {
            for (int size = 0; size < sizes.size(); size++) {
                long count = counts.get(step).get(size);
                if (count > 0) {
                    cells.add(new Cell(
                            Chart.units(step * width),
                            Chart.units(Chart.HEIGHT - (size + 1) * height),
                            Chart.units(width),
                            Chart.units(height),
                            level(count, most)));
                }
            }
        }
        List<Row> rows = IntStream.range(0, labels.size())
                .filter(step -> counts.get(step).stream().anyMatch(count -> count > 0))
                .mapToObj(step -> new Row(
                        labels.get(step),
                        counts.get(step).stream()
                                .map(count -> String.format(Locale.ROOT, "%,d", count))
                                .toList()))
                .toList();
        return new HeatMap(
                text.title(),
                text.sentence(),
                cells,
                sizes,
                rows,
                labels.isEmpty() ? "" : labels.get(0),
                labels.isEmpty() ? "" : labels.get(labels.size() - 1));
    }

    /** By the logarithm: otherwise one busy minute would leave all others pale. */
    private static int level(long count, long most) {
        double share = Math.log1p(count) / Math.log1p(most);
        return Math.max(1, (int) Math.ceil(share * LEVELS - 1e-9));
    }
}
