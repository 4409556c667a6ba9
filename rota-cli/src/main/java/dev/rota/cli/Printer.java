package dev.rota.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** Shows what a command found, in the format that was asked for. */
final class Printer {
    private static final String GAP = "  ";

    /** No column is cut to fewer characters. */
    private static final int LEAST_CUT = 20;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Style style;

    /**
     * How to show it.
     *
     * @param columns the titles of the columns to show, in any case; empty means all of them
     * @param width how many characters a line of the terminal has; null if nothing is cut
     */
    record Style(
            Format format,
            boolean colours,
            boolean headers,
            List<String> columns,
            @Nullable Integer width) {
        Style {
            columns = List.copyOf(columns);
        }
    }

    Printer(Surroundings.Streams streams, Style style) {
        this.out = streams.out();
        this.err = streams.err();
        this.style = style;
    }

    Format format() {
        return style.format();
    }

    /** Shows things of one kind, in the order given. */
    <T> void list(Listing<T> listing, List<T> things) {
        switch (style.format()) {
            case TABLE, WIDE -> table(listing, things);
            case JSON -> out.println(DataWriter.pretty(shapes(listing, things)));
            case YAML -> out.println(DataWriter.yaml(shapes(listing, things)));
            case JSONL ->
                things.forEach(thing ->
                        out.println(DataWriter.line(listing.shape(thing).members())));
            case CSV -> csv(listing, things);
            case NAME -> things.forEach(thing -> out.println(listing.name(thing)));
        }
    }

    /** Shows a list as the contract has it to programs that read it whole; else each of {@code things}. */
    <T> void list(Listing<T> listing, Body page, List<T> things) {
        switch (style.format()) {
            case JSON -> out.println(DataWriter.pretty(page.members()));
            case YAML -> out.println(DataWriter.yaml(page.members()));
            default -> list(listing, things);
        }
    }

    /** The same for things that are shown as they are. */
    void list(Listing<Body> listing, Body page) {
        list(listing, page, page.items());
    }

    /** Shows one thing: with {@code people} for people, which prints by itself. */
    void one(String name, Body shape, Runnable people) {
        switch (style.format()) {
            case TABLE, WIDE -> people.run();
            case JSON -> out.println(DataWriter.pretty(shape.members()));
            case YAML -> out.println(DataWriter.yaml(shape.members()));
            case JSONL -> out.println(DataWriter.line(shape.members()));
            case CSV ->
                throw CommandFailure.usage(
                        "This command has no rows to show as csv: use -o table, wide, json, jsonl, yaml or name.");
            case NAME -> out.println(name);
        }
    }

    /** One thing with a line for each column that says something. */
    <T> void facts(Listing<T> listing, T thing) {
        List<List<Cell>> facts = new ArrayList<>();
        for (Listing.Column<T> column : listing.columns(true)) {
            Cell cell = column.cell().apply(thing);
            if (!cell.text().isEmpty()) {
                facts.add(List.of(new Cell(column.title(), Cell.Tone.TITLE), cell));
            }
        }
        rows(facts);
    }

    /** Tells of something that was listed before that it is not in the list any more. */
    void gone(String name) {
        String sentence = "gone: " + Cell.printable(name);
        switch (style.format()) {
            case TABLE, WIDE -> out.println(sentence);
            case JSONL -> out.println(DataWriter.line(Map.of("gone", name)));
            // A row or a name more would be taken for one that is there.
            case JSON, YAML, CSV, NAME -> note(sentence);
        }
    }

    /** A line for people; programs do not get it. */
    void say(String line) {
        if (style.format().isForPeople()) {
            out.println(line);
        }
    }

    /** A line that is not data. */
    void note(String line) {
        err.println(line);
    }

    String paint(Cell cell) {
        return style.colours() ? cell.tone().paint(cell.text()) : cell.text();
    }

    private static <T> List<Map<String, @Nullable Object>> shapes(Listing<T> listing, List<T> things) {
        return things.stream().map(listing::shape).map(Body::members).toList();
    }

    private <T> void table(Listing<T> listing, List<T> things) {
        if (things.isEmpty()) {
            note(listing.none());
            return;
        }
        List<Listing.Column<T>> columns = chosen(listing, style.format() == Format.WIDE);
        List<List<Cell>> rows = new ArrayList<>();
        if (style.headers()) {
            rows.add(columns.stream()
                    .map(column -> new Cell(column.title(), Cell.Tone.TITLE))
                    .toList());
        }
        things.forEach(thing -> rows.add(cells(columns, thing)));
        int[] widths = widths(rows);
        Integer most = style.width();
        if (most != null) {
            fit(widths, columns, most);
        }
        rows(rows, widths);
    }

    /** Makes the columns that may be cut narrower, the widest first, until a line fits or none of them is wide. */
    private static <T> void fit(int[] widths, List<Listing.Column<T>> columns, int most) {
        int excess = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - most;
        while (excess > 0) {
            int widest = IntStream.range(0, widths.length)
                    .filter(i -> columns.get(i).cut())
                    .boxed()
                    .max(Comparator.comparing(i -> widths[i]))
                    .orElse(-1);
            if (widest < 0 || widths[widest] <= LEAST_CUT) {
                return;
            }
            widths[widest]--;
            excess--;
        }
    }

    /** Aligned rows, all of the same number of cells. */
    void rows(List<List<Cell>> rows) {
        rows(rows, widths(rows));
    }

    private void rows(List<List<Cell>> rows, int[] widths) {
        rows.forEach(row -> out.println(aligned(
                IntStream.range(0, widths.length)
                        .mapToObj(i -> row.get(i).cut(widths[i]))
                        .toList(),
                widths)));
    }

    private static int[] widths(List<List<Cell>> rows) {
        int[] widths = new int[rows.isEmpty() ? 0 : rows.get(0).size()];
        for (List<Cell> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).width());
            }
        }
        return widths;
    }

    private String aligned(List<Cell> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        int last = lastFilled(row);
        for (int i = 0; i <= last; i++) {
            line.append(paint(row.get(i)));
            if (i < last) {
                line.append(" ".repeat(widths[i] - row.get(i).width())).append(GAP);
            }
        }
        return line.toString();
    }

    private static int lastFilled(List<Cell> row) {
        int last = row.size() - 1;
        while (last > 0 && row.get(last).text().isEmpty()) {
            last--;
        }
        return last;
    }

    private <T> void csv(Listing<T> listing, List<T> things) {
        List<Listing.Column<T>> columns = chosen(listing, true);
        try {
            CSVPrinter csv = new CSVPrinter(
                    out, CSVFormat.RFC4180.builder().setRecordSeparator('\n').get());
            if (style.headers()) {
                csv.printRecord(columns.stream()
                        .map(column -> column.title().toLowerCase(Locale.ROOT))
                        .toList());
            }
            for (T thing : things) {
                csv.printRecord(cells(columns, thing).stream().map(Cell::text).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The rows cannot be written", e);
        }
    }

    private static <T> List<Cell> cells(List<Listing.Column<T>> columns, T thing) {
        return columns.stream().map(column -> column.cell().apply(thing)).toList();
    }

    /** The columns that were asked for, wide ones among them; else those of the format. */
    private <T> List<Listing.Column<T>> chosen(Listing<T> listing, boolean wide) {
        if (style.columns().isEmpty()) {
            return listing.columns(wide);
        }
        return style.columns().stream().map(title -> column(listing, title)).toList();
    }

    private static <T> Listing.Column<T> column(Listing<T> listing, String title) {
        return listing.columns(true).stream()
                .filter(column -> column.title().equalsIgnoreCase(title.strip()))
                .findFirst()
                .orElseThrow(() ->
                        CommandFailure.usage("There is no column \"" + title.strip() + "\": expected some of "
                                + String.join(
                                        ", ",
                                        listing.columns(true).stream()
                                                .map(column -> column.title().toLowerCase(Locale.ROOT))
                                                .toList())
                                + "."));
    }
}
