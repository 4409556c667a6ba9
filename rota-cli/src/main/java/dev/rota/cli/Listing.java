package dev.rota.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** How things of one kind are shown: as rows for people, as maps for programs, as names for pipes. Immutable. */
final class Listing<T> {
    private final String none;
    private final Function<T, ?> name;
    private final Function<T, Body> shape;
    private final List<Column<T>> columns;

    private Listing(String none, Function<T, ?> name, Function<T, Body> shape, List<Column<T>> columns) {
        this.none = none;
        this.name = name;
        this.shape = shape;
        this.columns = columns;
    }

    /**
     * A listing without columns.
     *
     * @param none what is said when there is nothing to list
     * @param name what {@code -o name} prints: the id or name that other commands take
     * @param shape maps, lists, texts, numbers and truth values; see {@link DataWriter}
     */
    static <T> Listing<T> of(String none, Function<T, ?> name, Function<T, Body> shape) {
        return new Listing<>(none, name, shape, List.of());
    }

    Listing<T> column(String title, Function<T, Cell> cell) {
        return with(new Column<>(title, false, false, cell));
    }

    /** A column that is cut short where a terminal is too narrow: for what may be long, such as names. */
    Listing<T> longColumn(String title, Function<T, Cell> cell) {
        return with(new Column<>(title, false, true, cell));
    }

    /** A column that only wide tables and CSV have. */
    Listing<T> wideColumn(String title, Function<T, Cell> cell) {
        return with(new Column<>(title, true, false, cell));
    }

    private Listing<T> with(Column<T> column) {
        List<Column<T>> more = new ArrayList<>(columns);
        more.add(column);
        return new Listing<>(none, name, shape, List.copyOf(more));
    }

    String none() {
        return none;
    }

    String name(T thing) {
        return String.valueOf(name.apply(thing));
    }

    Body shape(T thing) {
        return shape.apply(thing);
    }

    List<Column<T>> columns(boolean wide) {
        return columns.stream().filter(column -> wide || !column.wide()).toList();
    }

    /**
     * A column of a table.
     *
     * @param title in capitals
     * @param wide true if a narrow table does without it
     * @param cut true if it is cut short where a terminal is too narrow
     * @param cell what it shows of a thing
     */
    record Column<T>(String title, boolean wide, boolean cut, Function<T, Cell> cell) {}
}
