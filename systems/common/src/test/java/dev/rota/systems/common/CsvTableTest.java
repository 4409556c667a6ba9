package dev.rota.systems.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CsvTableTest {
    enum Role {
        STUDENT,
        ADMIN
    }

    @TempDir
    Path directory;

    @Test
    void cells_are_read_by_name_in_any_order_of_columns() {
        CsvRow row =
                read("born,id,name,role,active,opens,at\n2026-03-20, 7 ,\"Quill, Ada\",admin,1,08:00,2026-03-22T08:00:00Z\n")
                        .rows()
                        .get(0);

        assertThat(row.number("id")).isEqualTo(7);
        assertThat(row.text("name")).isEqualTo("Quill, Ada");
        assertThat(row.date("born")).isEqualTo("2026-03-20");
        assertThat(row.oneOf("role", Role.class)).isEqualTo(Role.ADMIN);
        assertThat(row.flag("active")).isTrue();
        assertThat(row.time("opens")).isEqualTo("08:00");
        assertThat(row.instant("at")).isEqualTo("2026-03-22T08:00:00Z");
    }

    @Test
    void an_empty_cell_and_an_absent_column_are_no_value() {
        CsvRow row = read("id,name\n7,\n").rows().get(0);

        assertThat(row.textOrNull("name")).isNull();
        assertThat(row.dateOrNull("deleted_at")).isNull();
        assertThat(row.numberOrNull("name")).isNull();
    }

    @Test
    void a_missing_column_is_named_with_those_found() {
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> CsvTable.read("users.csv", new StringReader("id,name\n"), "id", "email"))
                .withMessage("users.csv: column email is missing; found id, name");
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> CsvTable.read("users.csv", new StringReader("id,name\n"), "role", "id", "email"))
                .withMessage("users.csv: columns role, email are missing; found id, name");
    }

    static Stream<Arguments> wrongCells() {
        return Stream.of(
                Arguments.of("x", "a whole number", (Consumer<CsvRow>) row -> row.number("c")),
                Arguments.of("1.5", "a whole number", (Consumer<CsvRow>) row -> row.numberOrNull("c")),
                Arguments.of("8", "a whole number from 1 to 7", (Consumer<CsvRow>) row -> row.number("c", 1, 7)),
                Arguments.of("2026-02-30", "a date yyyy-MM-dd", (Consumer<CsvRow>) row -> row.date("c")),
                Arguments.of("24:00", "a time HH:mm", (Consumer<CsvRow>) row -> row.time("c")),
                Arguments.of("2026-03-22", "an instant such as 2026-03-22T08:00:00Z", (Consumer<CsvRow>)
                        row -> row.instant("c")),
                Arguments.of("yes", "0 or 1", (Consumer<CsvRow>) row -> row.flag("c")),
                Arguments.of("guest", "one of student, admin", (Consumer<CsvRow>) row -> row.oneOf("c", Role.class)),
                Arguments.of("1,5", "a number", (Consumer<CsvRow>) row -> row.decimalOrNull("c")));
    }

    @ParameterizedTest
    @MethodSource("wrongCells")
    void a_wrong_cell_is_reported_with_file_line_column_value_and_what_was_expected(
            String value, String expected, Consumer<CsvRow> use) {
        CsvRow row = read("id,c\n1,\n2,\"" + value + "\"\n").rows().get(1);

        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> use.accept(row))
                .withMessage("data.csv line 3, column c: expected " + expected + ", found \"" + value + "\"");
    }

    @Test
    void an_empty_cell_that_must_have_a_value_is_reported() {
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> read("id,name\n7,\n").rows().get(0).text("name"))
                .withMessage("data.csv line 2, column name: expected a text, found nothing");
    }

    @Test
    void lines_are_counted_as_an_editor_counts_them() {
        CsvTable table = read("id,name\n1,\"two\nlines\"\n2,b\n");

        assertThat(table.rows()).extracting(CsvRow::line).containsExactly(2L, 4L);
    }

    @Test
    void a_row_of_another_length_is_reported() {
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> read("id,name\n1,a\n2\n"))
                .withMessage("data.csv line 3: expected 2 cells, found 1");
    }

    @Test
    void a_column_that_occurs_twice_is_reported() {
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> read("id,name,id\n"))
                .withMessage("data.csv: column id occurs twice; expected each name once");
    }

    @Test
    void an_empty_file_and_a_quoting_error_are_reported() {
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> read(""))
                .withMessage("data.csv: expected a first line with the column names, found an empty file");
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> read("id,name\n1,\"a\"b\n"))
                .withMessageStartingWith("data.csv: expected CSV, found a quoting error");
    }

    @Test
    void a_file_may_begin_with_a_byte_order_mark_and_must_be_utf_8() throws IOException {
        Path marked = Files.writeString(directory.resolve("marked.csv"), "\uFEFFid,name\r\n1,Bücher\r\n");
        Path latin = Files.write(directory.resolve("latin.csv"), "id\nBücher\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(CsvTable.read(marked, "id", "name").rows().get(0).text("name"))
                .isEqualTo("Bücher");
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> CsvTable.read(latin))
                .withMessage("latin.csv: expected UTF-8, found bytes that are not; save the file as UTF-8");
        assertThatThrownBy(() -> CsvTable.read(directory.resolve("absent.csv")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Data file absent.csv cannot be read");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_wrong_cell_leaves_nothing_loaded(TestDatabase database) {
        try (FreshDatabase fresh = database.open(SystemSchema.COMMON, SystemSchema.of("sample"))) {
            CsvTable table = read("id,name\n1,a\nx,b\n");

            assertThatThrownBy(() -> fresh.transactions().executeWithoutResult(tx -> {
                        for (CsvRow row : table) {
                            fresh.jdbc()
                                    .sql("insert into sample_thing (id, name) values (?, ?)")
                                    .params(row.number("id"), row.text("name"))
                                    .update();
                        }
                    }))
                    .isInstanceOf(CsvException.class);

            assertThat(fresh.count("sample_thing")).isZero();
        }
    }

    private static CsvTable read(String content) {
        return CsvTable.read("data.csv", new StringReader(content));
    }
}
