package dev.rota.web.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * A few numbers as small bars, to stand in a line of text. Immutable.
 *
 * @param bars the earliest first; a number of zero is a line at the bottom
 * @param sentence all of it in words
 */
public record Sparkline(List<Bar> bars, String sentence) {
    /** How high it is. */
    public static final int HEIGHT = 20;

    private static final int STEP = 5;

    public Sparkline {
        bars = List.copyOf(bars);
    }

    /**
     * A number.
     *
     * @param label what it is, for who points at it
     * @param value not negative
     */
    public record Value(String label, long value) {}

    /** A bar, in units of the drawing. */
    public record Bar(int x, int y, int height, boolean empty, String label) {}

    /** Draws these numbers, the greatest as high as there is room for. */
    public static Sparkline of(List<Value> values, String sentence) {
        long most = values.stream().mapToLong(Value::value).max().orElse(0);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            long value = values.get(i).value();
            // Whatever happened is seen, however little it is.
            int height = value == 0 ? 1 : (int) Math.max(3, Math.round((double) value * HEIGHT / most));
            bars.add(new Bar(
                    i * STEP, HEIGHT - height, height, value == 0, values.get(i).label()));
        }
        return new Sparkline(bars, sentence);
    }

    /** How wide it is. */
    public int width() {
        return Math.max(1, bars.size()) * STEP;
    }
}
