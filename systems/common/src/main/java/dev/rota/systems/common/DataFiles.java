package dev.rota.systems.common;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where data files come from: a directory, or a folder on the class path. */
@FunctionalInterface
public interface DataFiles {

    /**
     * Reads a file as a whole.
     *
     * @param name such as {@code loans.csv}
     * @param required columns it must have
     * @throws CsvException when it is not as expected
     * @throws UncheckedIOException when it cannot be read
     */
    CsvTable table(String name, String... required);

    /** The files of a directory. */
    static DataFiles in(Path directory) {
        return (name, required) -> CsvTable.read(directory.resolve(name), required);
    }

    /** The hand-made data that comes with a system, in {@code /<system>/data/} on the class path. */
    static DataFiles handMade(String system) {
        return onClassPath("/" + system + "/data/");
    }

    /**
     * The files of a folder on the class path.
     *
     * @param folder beginning and ending with a slash
     */
    static DataFiles onClassPath(String folder) {
        return (name, required) -> {
            try (InputStream in = DataFiles.class.getResourceAsStream(folder + name)) {
                if (in == null) {
                    throw new IOException("expected it on the class path in " + folder + ", found nothing");
                }
                // Bytes that are no UTF-8 are an error, not question marks.
                return CsvTable.read(
                        name,
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())),
                        required);
            } catch (IOException e) {
                throw new UncheckedIOException("Data file " + name + " cannot be read", e);
            }
        };
    }
}
