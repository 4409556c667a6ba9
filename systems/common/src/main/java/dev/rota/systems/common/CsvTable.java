package dev.rota.systems.common;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file (RFC 4180, UTF-8, first line the column names), read and checked as a whole before anything is done with
 * it. What is wrong is said with file, line, column, value and what was expected. To load all or nothing, run the loop
 * over the rows in one transaction: a cell's error is an exception and rolls it back.
 *
 * <p>An empty cell is no value. Space around values and names does not count. Immutable once read.
 */
public final class CsvTable implements Iterable<CsvRow> {
    private final List<CsvRow> rows;

    private CsvTable(List<CsvRow> rows) {
        this.rows = rows;
    }

    /**
     * Reads a file.
     *
     * @param required columns that must be there; others may
     * @throws CsvException when the file is not as expected
     * @throws UncheckedIOException when it cannot be read
     */
    public static CsvTable read(Path file, String... required) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return read(file.getFileName().toString(), reader, required);
        } catch (IOException e) {
            throw new UncheckedIOException("Data file " + file.getFileName() + " cannot be read", e);
        }
    }

    /**
     * Reads from a reader, which stays open.
     *
     * @param name what messages call it
     */
    public static CsvTable read(String name, Reader reader, String... required) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
        try {
            // Not closed: that would close the caller's reader.
            CSVParser parser = format.parse(reader);
            return new CsvTable(rows(name, parser, List.of(required)));
        } catch (UncheckedIOException | IOException e) {
            throw unreadable(name, e);
        }
    }

    /** The rows in the file's order. */
    @Override
    public Iterator<CsvRow> iterator() {
        return rows.iterator();
    }

    /** The rows in the file's order. */
    public List<CsvRow> rows() {
        return rows;
    }

    private static List<CsvRow> rows(String name, CSVParser parser, List<String> required) {
        Iterator<CSVRecord> records = parser.iterator();
        if (!records.hasNext()) {
            throw new CsvException(name + ": expected a first line with the column names, found an empty file", null);
        }
        Map<String, Integer> columns = columns(name, records.next(), required);
        List<CsvRow> rows = new ArrayList<>();
        long line = parser.getCurrentLineNumber() + 1;
        while (records.hasNext()) {
            CSVRecord row = records.next();
            if (row.size() != columns.size()) {
                throw new CsvException(
                        name + " line " + line + ": expected " + columns.size() + " cells, found " + row.size(), null);
            }
            rows.add(new CsvRow(name, line, columns, row.values()));
            line = parser.getCurrentLineNumber() + 1;
        }
        return List.copyOf(rows);
    }

    private static Map<String, Integer> columns(String name, CSVRecord header, List<String> required) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (String cell : header) {
            // A byte order mark is no part of the first name.
            String column = cell.startsWith("\uFEFF") ? cell.substring(1).strip() : cell;
            if (columns.put(column, columns.size()) != null) {
                throw new CsvException(
                        name + ": column " + CsvRow.shown(column, 80) + " occurs twice; expected each name once", null);
            }
        }
        Set<String> missing = new HashSet<>(required);
        missing.removeAll(columns.keySet());
        if (!missing.isEmpty()) {
            List<String> inOrder = required.stream().filter(missing::contains).toList();
            throw new CsvException(
                    name + ": " + (inOrder.size() == 1 ? "column " : "columns ") + String.join(", ", inOrder)
                            + (inOrder.size() == 1 ? " is" : " are") + " missing; found "
                            + CsvRow.shown(String.join(", ", columns.keySet()), 300),
                    null);
        }
        return columns;
    }

    private static CsvException unreadable(String name, Exception e) {
        Throwable cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
        if (cause instanceof CharacterCodingException) {
            return new CsvException(name + ": expected UTF-8, found bytes that are not; save the file as UTF-8", e);
        }
        if (cause instanceof CSVException) {
            return new CsvException(
                    name + ": expected CSV, found a quoting error: "
                            + CsvRow.shown(String.valueOf(cause.getMessage()), 300),
                    e);
        }
        throw new UncheckedIOException(
                name + " cannot be read", cause instanceof IOException io ? io : new IOException(e));
    }
}
