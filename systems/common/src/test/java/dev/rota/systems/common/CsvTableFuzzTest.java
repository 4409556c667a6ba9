package dev.rota.systems.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.testing.fuzz.Fuzz;
import dev.rota.testing.fuzz.Texts;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a data file holds, it is read, or refused in a sentence that says where. */
class CsvTableFuzzTest {
    private static final String[] COLUMNS = {"id", "name", "day", "at", "opens", "price", "active"};
    private static final String VALID = """
            id,name,day,at,opens,price,active
            1,"Quill, Ada",2026-03-20,2026-03-22T08:00:00Z,08:00,12.50,1
            2,"say ""hi\""",2026-03-21,2026-03-22T09:00:00Z,24:00,0,0
            3,,,,,,
            """;
    private static final List<String> WORDS =
            List.of("id", "name", ",", ",", "\n", "\r\n", "\"", "\"\"", "1", "2026-03-20", "x", "\uFEFF", " ", "\0");

    enum Kind {
        ONE,
        TWO
    }

    @TempDir
    private Path directory;

    private static String text(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Texts.of(random, WORDS, 40);
            case 1 -> VALID.substring(0, random.nextInt(VALID.length() + 1));
            case 2 -> VALID.replace("Quill", random.nextInt(20) == 0 ? Texts.huge(random) : "Q\"");
            case 3 -> VALID + Texts.any(random);
            default -> Texts.mutated(random, VALID);
        };
    }

    @Test
    void whatever_a_file_holds_is_read_or_refused_in_a_sentence() {
        int[] read = new int[1];
        Fuzz.each(1_500, (random, input) -> {
            try {
                CsvTable table = CsvTable.read("data.csv", new StringReader(input.is(text(random))), COLUMNS);
                for (CsvRow row : table) {
                    List.of(COLUMNS).forEach(column -> readAll(row, column));
                    read[0]++;
                }
            } catch (CsvException e) {
                check(e);
            }
        });
        assertThat(read[0]).as("rows that were read").isGreaterThan(100);
    }

    private static void readAll(CsvRow row, String column) {
        List<Runnable> readers = List.of(
                () -> row.text(column),
                () -> row.number(column),
                () -> row.number(column, 1, 10),
                () -> row.decimalOrNull(column),
                () -> row.date(column),
                () -> row.time(column),
                () -> row.instant(column),
                () -> row.flag(column),
                () -> row.oneOf(column, Kind.class));
        for (Runnable reader : readers) {
            try {
                reader.run();
            } catch (CsvException e) {
                check(e);
            }
        }
    }

    private static void check(CsvException e) {
        assertThat(e.getMessage())
                .startsWith("data.csv")
                .containsPattern("expected|missing; found")
                .hasSizeLessThan(600)
                .doesNotContain("\n", "\r", "\0");
    }

    @Test
    void bytes_that_are_no_text_are_refused_in_a_sentence() {
        Fuzz.each(300, (random, input) -> {
            byte[] bytes = VALID.getBytes(StandardCharsets.UTF_8);
            for (int left = 1 + random.nextInt(4); left > 0; left--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            input.is(new String(bytes, StandardCharsets.ISO_8859_1));
            try {
                CsvTable.read(Files.write(directory.resolve("data.csv"), bytes), COLUMNS);
            } catch (CsvException e) {
                check(e);
            }
        });
    }
}
