package dev.rota.systems.library.data;

import dev.rota.systems.common.CsvTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Where data files come from: a directory, or a folder on the class path. */
@FunctionalInterface
public interface DataFiles {

    /** The day on which the hand-made library is looked at. */
    LocalDate HAND_MADE_DAY = LocalDate.of(2026, 3, 20);

    /**
     * Reads a file as a whole.
     *
     * @param name such as {@code loans.csv}
     * @param required columns it must have
     * @throws dev.rota.systems.common.CsvException when it is not as expected
     * @throws UncheckedIOException when it cannot be read
     */
    CsvTable table(String name, String... required);

    /** The files of a directory. */
    static DataFiles in(Path directory) {
        return (name, required) -> CsvTable.read(directory.resolve(name), required);
    }

    /** The hand-made library that comes with this program. Its day is {@link #HAND_MADE_DAY}. */
    static DataFiles handMade() {
        return onClassPath("/library/data/");
    }

    /** The hand-made library, all its dates moved by so many days, so that its day falls on {@code today}. */
    static DataFiles handMade(LocalDate today) {
        return onClassPath("/library/data/", ChronoUnit.DAYS.between(HAND_MADE_DAY, today));
    }

    /**
     * The files of a folder on the class path.
     *
     * @param folder beginning and ending with a slash
     */
    static DataFiles onClassPath(String folder) {
        return onClassPath(folder, 0);
    }

    private static DataFiles onClassPath(String folder, long days) {
        return (name, required) -> {
            try (InputStream in = DataFiles.class.getResourceAsStream(folder + name)) {
                if (in == null) {
                    throw new IOException("expected it on the class path in " + folder + ", found nothing");
                }
                // Bytes that are no UTF-8 are an error, not question marks.
                StringWriter text = new StringWriter();
                new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()).transferTo(text);
                return CsvTable.read(name, new StringReader(moved(text.toString(), days)), required);
            } catch (IOException e) {
                throw new UncheckedIOException("Data file " + name + " cannot be read", e);
            }
        };
    }

    private static String moved(String text, long days) {
        return Pattern.compile("\\d{4}-\\d{2}-\\d{2}")
                .matcher(text)
                .replaceAll(date -> LocalDate.parse(date.group()).plusDays(days).toString());
    }
}
