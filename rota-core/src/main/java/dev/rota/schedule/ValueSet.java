package dev.rota.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The values of one field in order, and what is regular about them. Never empty. */
record ValueSet(List<Integer> values, int size) {

    static ValueSet of(CronField field) {
        return of(field.bits(), field.kind().size());
    }

    /** {@code size} is how many values the field could have. */
    static ValueSet of(long bits, int size) {
        List<Integer> values = new ArrayList<>();
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            values.add(Long.numberOfTrailingZeros(rest));
        }
        return new ValueSet(List.copyOf(values), size);
    }

    int count() {
        return values.size();
    }

    int first() {
        return values.get(0);
    }

    int last() {
        return values.get(values.size() - 1);
    }

    boolean isAll() {
        return count() == size;
    }

    boolean isSingle() {
        return count() == 1;
    }

    boolean isOnlyZero() {
        return isSingle() && first() == 0;
    }

    boolean isContiguous() {
        return last() - first() + 1 == count();
    }

    /** The equal distance between three or more values; otherwise 0. */
    int step() {
        return count() >= 3 ? distance() : 0;
    }

    /** The equal distance between values that also holds from the last to the first of the next round; otherwise 0. */
    int cycle() {
        int distance = distance();
        return distance > 0 && distance * count() == size ? distance : 0;
    }

    private int distance() {
        if (count() < 2) {
            return 0;
        }
        int distance = values.get(1) - first();
        for (int i = 2; i < count(); i++) {
            if (values.get(i) - values.get(i - 1) != distance) {
                return 0;
            }
        }
        return distance;
    }

    /** {@code "1 to 5, 10 and 20"}: runs of three and more are drawn together. */
    String words(IntFunction<String> name) {
        List<String> items = new ArrayList<>();
        int i = 0;
        while (i < count()) {
            int end = i;
            while (end + 1 < count() && values.get(end + 1) == values.get(end) + 1) {
                end++;
            }
            if (end - i < 2) {
                items.add(name.apply(values.get(i)));
                i++;
            } else {
                items.add(name.apply(values.get(i)) + " to " + name.apply(values.get(end)));
                i = end + 1;
            }
        }
        return Words.and(items);
    }

    /** Whether {@link #words} is one run: {@code "1 to 5"}. */
    boolean isRun() {
        return count() >= 3 && isContiguous();
    }
}
