package dev.rota.systems.common;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row of a {@link CsvTable}. A method with {@code OrNull} gives null for an empty cell and for a column the file does
 * not have; one without throws {@link CsvException}. Immutable.
 */
public final class CsvRow {
    private static final int LONGEST_SHOWN = 80;

    private final String file;
    private final long line;
    private final Map<String, Integer> columns;
    private final String[] cells;

    CsvRow(String file, long line, Map<String, Integer> columns, String[] cells) {
        this.file = file;
        this.line = line;
        this.columns = columns;
        this.cells = cells;
    }

    /** The line the row begins at, from 1; the column names are line 1. */
    public long line() {
        return line;
    }

    public String text(String column) {
        return present(column, "a text", textOrNull(column));
    }

    public @Nullable String textOrNull(String column) {
        Integer index = columns.get(column);
        return index == null || cells[index].isEmpty() ? null : cells[index];
    }

    public long number(String column) {
        return present(column, "a whole number", numberOrNull(column));
    }

    public @Nullable Long numberOrNull(String column) {
        return parsed(column, "a whole number", Long::valueOf);
    }

    /** A whole number from {@code least} to {@code most}. */
    public int number(String column, int least, int most) {
        String expected = "a whole number from " + least + " to " + most;
        Long number = present(column, expected, parsed(column, expected, Long::valueOf));
        if (number < least || number > most) {
            throw error(column, expected, null);
        }
        return number.intValue();
    }

    public @Nullable BigDecimal decimalOrNull(String column) {
        return parsed(column, "a number", BigDecimal::new);
    }

    /** {@code yyyy-MM-dd}. */
    public LocalDate date(String column) {
        return present(column, "a date yyyy-MM-dd", dateOrNull(column));
    }

    /** {@code yyyy-MM-dd}. */
    public @Nullable LocalDate dateOrNull(String column) {
        return parsed(column, "a date yyyy-MM-dd", LocalDate::parse);
    }

    /** {@code HH:mm}. */
    public LocalTime time(String column) {
        return present(column, "a time HH:mm", parsed(column, "a time HH:mm", LocalTime::parse));
    }

    /** {@code 2026-03-22T08:00:00Z}. */
    public Instant instant(String column) {
        return present(column, "an instant such as 2026-03-22T08:00:00Z", instantOrNull(column));
    }

    /** {@code 2026-03-22T08:00:00Z}. */
    public @Nullable Instant instantOrNull(String column) {
        return parsed(column, "an instant such as 2026-03-22T08:00:00Z", Instant::parse);
    }

    /** 0 or 1, false or true. */
    public boolean flag(String column) {
        return present(column, "0 or 1", parsed(column, "0 or 1", CsvRow::parseFlag));
    }

    /** The enum constant of the cell's name, in lower case in the file. */
    public <E extends Enum<E>> E oneOf(String column, Class<E> type) {
        String expected = "one of "
                + String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants())
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .toList());
        return present(
                column, expected, parsed(column, expected, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT))));
    }

    /**
     * Fails because of a cell, for a rule of the caller's own.
     *
     * @param expected completes "expected …"
     */
    public CsvException error(String column, String expected) {
        return error(column, expected, null);
    }

    private <T> T present(String column, String expected, @Nullable T value) {
        if (value == null) {
            throw error(column, expected, null);
        }
        return value;
    }

    private <T> @Nullable T parsed(String column, String expected, Function<String, T> parse) {
        String text = textOrNull(column);
        try {
            return text == null ? null : parse.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw error(column, expected, e);
        }
    }

    private CsvException error(String column, String expected, @Nullable Exception cause) {
        String text = textOrNull(column);
        String found = text == null ? "nothing" : "\"" + shown(text) + "\"";
        return new CsvException(
                file + " line " + line + ", column " + column + ": expected " + expected + ", found " + found, cause);
    }

    private static String shown(String text) {
        return shown(text, LONGEST_SHOWN);
    }

    /** For a message: short, on one line, and harmless to terminals. */
    static String shown(String text, int most) {
        String oneLine = text.replaceAll("[\\s\\p{Cntrl}]+", " ");
        return oneLine.length() <= most ? oneLine : oneLine.substring(0, most) + "…";
    }

    private static Boolean parseFlag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
