package dev.rota.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.mail.local.FiledMail;
import dev.rota.mail.local.MailDirectory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoProgramTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private boolean run(String system, @Nullable String db, @Nullable Path data) throws Exception {
        return run(system, db, data, null);
    }

    private boolean run(String system, @Nullable String db, @Nullable Path data, @Nullable Integer loans)
            throws Exception {
        DemoOptions options = new DemoOptions(
                true, system, LocalDate.parse("2026-03-20"), db, data, loans, directory, false, 0, null);
        return new DemoProgram(options, new PrintStream(printed, true, StandardCharsets.UTF_8), false).run();
    }

    @Test
    void every_duty_of_the_library_succeeds_and_writes_its_mails() throws Exception {
        boolean good = run("library", null, null);

        String table = printed.toString(StandardCharsets.UTF_8);
        assertThat(good).isTrue();
        assertThat(table.lines().filter(line -> line.contains("succeeded"))).hasSize(18);
        assertThat(table).containsPattern("Mark overdue loans +Fri 2026-03-20 00:00 +succeeded +2 ");
        // Reminders 1, overdue notices 3, pending requests 6, blacklist review 2, monthly report 2.
        List<FiledMail> mails = new MailDirectory(directory.resolve("mails")).mails();
        assertThat(mails).hasSize(14);
        // The report is due when the month of the run's date is over, and is about that month, whatever the day is
        // today.
        assertThat(table).containsPattern("Report on the month +Wed 2026-04-01 06:00 +succeeded +1 ");
        assertThat(mails)
                .extracting(FiledMail::subject)
                .filteredOn(subject -> subject.contains("Report for "))
                .hasSize(2)
                .allSatisfy(subject -> assertThat(subject).endsWith("Report for 2026-03"));
    }

    @Test
    void the_duties_of_the_library_work_on_as_many_invented_loans_as_were_asked_for() throws Exception {
        boolean good = run("library", null, null, 2_000);

        String table = printed.toString(StandardCharsets.UTF_8);
        assertThat(good).isTrue();
        assertThat(table)
                .contains("Loaded    2,000 invented loans, 20 of them open, of 100 users and 80 copies")
                // Every third open loan is late.
                .containsPattern("Mark overdue loans +Fri 2026-03-20 00:00 +succeeded +6 ");

        run("library", null, null, 5);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Loaded    nothing: the library has");
    }

    @Test
    void loans_that_cannot_be_invented_are_refused_with_what_is_expected() {
        assertThat(refused("--loans", "0")).contains("--loans is 0, expected 1 to 10,000,000");
        assertThat(refused("--loans", "10000001")).contains("expected 1 to 10,000,000");
        assertThat(refused("--once", "--system", "chat", "--loans", "5"))
                .contains("--loans fills the library, and --system is chat");
        assertThat(refused("--loans", "5", "--data", directory.toString())).contains("expected one of them");
        assertThat(directory).isEmptyDirectory();
    }

    private String refused(String... args) {
        PrintStream before = System.err;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            String[] all = Arrays.copyOf(args, args.length + 2);
            all[args.length] = "--dir";
            all[args.length + 1] = directory.toString();
            assertThat(DemoCommand.line().execute(all)).isEqualTo(1);
        } finally {
            System.setErr(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void every_task_of_the_audiobooks_succeeds() throws Exception {
        assertThat(run("audiobooks", null, null)).isTrue();

        assertThat(printed.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("succeeded")))
                .hasSize(7);
    }

    @Test
    void a_system_that_is_not_there_is_named_with_those_that_are() {
        assertThatThrownBy(() -> run("zoo", null, null))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("There is no system zoo, expected one of [")
                .hasMessageContaining("library");
    }

    @Test
    void a_database_that_is_none_is_refused_before_anything_is_made() {
        assertThatThrownBy(() -> run("library", "jdbc:mysql://host/db", null))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("expected a file, jdbc:sqlite:");
        assertThatThrownBy(() -> run("library", "jdbc:postgresql://127.0.0.1:1/db?password=hush", null))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageNotContaining("hush");
        assertThat(directory.resolve("rota.db")).doesNotExist();
    }

    @Test
    void bad_data_is_named_with_its_line_and_nothing_is_loaded() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        try (var files = Files.list(Path.of("../systems/library/src/main/resources/library/data"))) {
            for (Path file : files.toList()) {
                Files.copy(file, data.resolve(file.getFileName()));
            }
        }
        String loans = Files.readString(data.resolve("loans.csv"));
        Files.writeString(data.resolve("loans.csv"), loans.replace("2026-03-19,\n2,1", "next week,\n2,1"));

        assertThatThrownBy(() -> run("library", null, data))
                .hasMessageContaining("loans.csv")
                .hasMessageContaining("line 2")
                .hasMessageContaining("next week");
    }
}
