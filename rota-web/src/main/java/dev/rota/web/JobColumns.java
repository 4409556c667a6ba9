package dev.rota.web;

import dev.rota.job.Job;
import dev.rota.web.query.Key;
import dev.rota.web.query.Term;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a list of jobs has besides those that it always has, as its URL says.
 *
 * @param shown in the order in which they stand
 */
record JobColumns(Set<Column> shown) {
    static final JobColumns NONE = new JobColumns(Set.of());

    private static final String NAME = "columns";

    /** A column that stands only where it is asked for. */
    enum Column {
        ID("Id", true),
        TAGS("Tags", false),
        WORKER("Worker", true),
        SCHEDULE("Schedule", false),
        PRIORITY("Priority", true),
        TRACE("Trace", false);

        private final String heading;
        private final boolean number;

        Column(String heading, boolean number) {
            this.heading = heading;
            this.number = number;
        }

        /** As it is written in a URL. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String heading() {
            return heading;
        }

        /** Whether its values are numbers. */
        boolean number() {
            return number;
        }
    }

    /** What a job has in a column: nothing, one value, or several. */
    record Cell(Column column, List<Value> values) {}

    /** A value; {@code search} finds the jobs that have it too, and is null where it is the job's own. */
    record Value(String text, @Nullable String search) {}

    /**
     * Reads the columns of a URL: several parameters, or one with commas.
     *
     * @throws Problem if one of them is not known
     */
    static JobColumns of(Context ctx) {
        Set<Column> shown = EnumSet.noneOf(Column.class);
        for (String word : ctx.queryParams(NAME).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList()) {
            shown.add(Arrays.stream(Column.values())
                    .filter(column -> column.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> unknown(word)));
        }
        return new JobColumns(shown);
    }

    private static Problem unknown(String word) {
        return Problem.malformed("Column " + Labels.shortened(word, 50) + " is not known, expected some of "
                + Arrays.stream(Column.values()).map(Column::word).collect(Collectors.joining(", ")));
    }

    /** As a parameter of a URL; empty if there are none. */
    String text() {
        return shown.isEmpty()
                ? ""
                : NAME + "=" + shown.stream().map(Column::word).collect(Collectors.joining(","));
    }

    boolean has(Column column) {
        return shown.contains(column);
    }

    List<Cell> cells(Job job) {
        return shown.stream()
                .map(column -> new Cell(column, values(column, job)))
                .toList();
    }

    private static List<Value> values(Column column, Job job) {
        return switch (column) {
            case ID -> List.of(new Value(String.valueOf(job.id()), null));
            case TAGS -> job.tags().stream().map(tag -> value(Key.TAG, tag)).toList();
            case WORKER -> number(Key.WORKER, job.workerId());
            case SCHEDULE -> text(Key.SCHEDULE, job.request().origin().schedule());
            case PRIORITY -> number(Key.PRIORITY, (long) job.request().priority());
            case TRACE -> text(Key.TRACE, job.request().origin().trace());
        };
    }

    private static List<Value> number(Key key, @Nullable Long number) {
        return number == null
                ? List.of()
                : List.of(new Value(number.toString(), new Term.Numbers(key, List.of(number), false).text()));
    }

    private static List<Value> text(Key key, @Nullable String text) {
        return text == null ? List.of() : List.of(value(key, text));
    }

    private static Value value(Key key, String text) {
        return new Value(text, new Term.Texts(key, List.of(new Term.Value(text, false)), false).text());
    }
}
