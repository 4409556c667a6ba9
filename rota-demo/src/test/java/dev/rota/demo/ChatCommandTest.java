package dev.rota.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.store.JobArchive.Query;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

final class ChatCommandTest {
    @TempDir
    Path directory;

    private String run(int expected, String... args) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed, true);
        CommandLine line = DemoCommand.line().setOut(writer).setErr(writer);
        int code = line.execute(args);
        assertThat(code).as(printed.toString()).isEqualTo(expected);
        return printed.toString();
    }

    /** The chat filled, its duties run, and nothing running any more. */
    private void madeByAnEarlierRun() throws Exception {
        LocalDate date = LocalDate.parse("2026-03-22");
        DemoOptions options = new DemoOptions(true, "chat", date, null, null, null, directory, false, 0, null);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        assertThat(new DemoProgram(options, nowhere, false).run()).isTrue();
    }

    private String chat(int expected, String... args) {
        String[] all = new String[args.length + 3];
        System.arraycopy(new String[] {"chat", "--dir", directory.toString()}, 0, all, 0, 3);
        System.arraycopy(args, 0, all, 3, args.length);
        return run(expected, all);
    }

    @Test
    void while_no_demonstration_runs_the_command_does_the_work_itself() throws Exception {
        madeByAnEarlierRun();

        assertThat(chat(0, "scheduler", "info")).contains("Scheduler State: 0 (stopped)");
        assertThat(chat(0, "housekeeping", "--task", "stats")).contains("message: ", "total_users=");
        assertThat(chat(0, "housekeeping", "--dry-run")).contains("(dry run)");
        assertThat(chat(2, "housekeeping", "--task", "everything"))
                .contains("expected one of all, conversations, messages, users, stats");
        assertThat(chat(2, "tidy")).contains("tidy");
        assertThat(chat(0, "superuser", "--username", "ada", "--email", "ada@example.test"))
                .contains("ada is a superuser");
    }

    @Test
    void while_a_demonstration_runs_its_worker_does_the_work() throws Exception {
        madeByAnEarlierRun();
        try (ConfigurableApplicationContext running = new SpringApplicationBuilder(ChatCommand.ChatProgram.class)
                .web(WebApplicationType.NONE)
                .properties(DemoLogging.properties(false))
                .properties(
                        "spring.datasource.url=jdbc:sqlite:" + directory.resolve("rota.db"),
                        "spring.flyway.enabled=false",
                        "chat.jwt.secret=" + DemoSecret.in(directory))
                .run()) {
            Rota rota = running.getBean(Rota.class);

            assertThat(chat(0, "scheduler", "info")).contains("Scheduler State: 1 (running)");
            assertThat(chat(0, "housekeeping", "--task", "users")).contains("deleted_users=");

            Job latest = rota.jobs()
                    .list(Query.NEWEST.type("chat.housekeeping").limit(1))
                    .get(0);
            assertThat(latest.workerId()).isEqualTo(rota.workerId().orElseThrow());
            assertThat(rota.store().workers().list())
                    .noneMatch(worker -> worker.registration().name().equals("demo chat"));
        }
    }

    @Test
    void where_nothing_was_made_yet_it_says_so_and_makes_nothing() {
        assertThat(chat(9, "scheduler", "info"))
                .contains("There is no database " + directory.resolve("rota.db") + ": start ./rota demo first");
        assertThat(run(9, "chat", "--dir", directory.toString(), "--db", "embedded-postgres", "token"))
                .contains("There is no database " + directory.resolve("postgres"));
        assertThat(run(9, "chat", "--db", "jdbc:postgresql://127.0.0.1:1/none", "token"))
                .contains("cannot be reached");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void without_a_command_those_there_are_are_named() {
        assertThat(run(2, "chat")).contains("housekeeping, scheduler, superuser, token");
        assertThat(run(0, "--help")).contains("Commands:", "chat");
    }

    @Test
    void the_secret_is_made_once_and_read_by_its_owner_alone() throws Exception {
        String secret = DemoSecret.in(directory);
        assertThat(secret).hasSizeGreaterThanOrEqualTo(32).isEqualTo(DemoSecret.in(directory));
        assertThat(Files.getPosixFilePermissions(directory.resolve("secret"))).hasSize(2);
    }
}
