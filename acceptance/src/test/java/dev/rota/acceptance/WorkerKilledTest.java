package dev.rota.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.mail.local.FiledMail;
import dev.rota.mail.local.LocalMailboxMain;
import dev.rota.mail.local.MailDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker is killed in the middle of its work, and another takes over. */
@ParameterizedClass
@EnumSource(Database.Kind.class)
@Tag("acceptance")
class WorkerKilledTest {
    private static final int MAILS = 1_000;
    private static final int OLD_LOANS = 20_000;
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    Path directory;

    private final Database.Kind kind;
    private final ZoneId zone = Noon.zone();
    private Database database;
    private JavaProcess mailbox;
    private Path mails;
    private int mailPort;

    WorkerKilledTest(Database.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        database = kind.open(directory, "library");
        mails = Files.createDirectory(directory.resolve("mails"));
        mailbox = JavaProcess.start(
                LocalMailboxMain.class,
                directory.resolve("mailbox.log"),
                List.of("--dir", mails.toString(), "--port", "0", "--delay-ms", "3"));
        soon().until(() -> PORT.matcher(mailbox.output()).find());
        Matcher port = PORT.matcher(mailbox.output());
        assertThat(port.find()).isTrue();
        mailPort = Integer.parseInt(port.group(1));
    }

    @AfterEach
    void stop() throws Exception {
        mailbox.close();
        database.close();
    }

    @Test
    void each_of_a_thousand_mails_is_filed_once() throws Exception {
        oneLoanDueSoonForEachOf(MAILS);
        try (JavaProcess first = worker("first", "--worker.run-now=library.due-reminders")) {
            first.watching().until(() -> filed() >= 300);
            first.kill();
        }
        long atDeath = filed();
        assertThat(atDeath).as("killed in the middle").isLessThan(MAILS);

        try (JavaProcess second = worker("second")) {
            second.watching().until(() -> database.count("core_message where status = 'sent'") == MAILS);
            second.watching().until(() -> database.count("rota_job where type like 'library.d%'") == 0);
        }

        List<FiledMail> all = new MailDirectory(mails).mails();
        assertThat(all).hasSize(MAILS);
        assertThat(all).extracting(FiledMail::messageId).doesNotHaveDuplicates();
        assertThat(all).extracting(FiledMail::to).doesNotHaveDuplicates();
        assertThat(database.count("library_notice_ledger where status = 'sent'"))
                .isEqualTo(MAILS);
    }

    @Test
    void each_old_loan_is_in_one_table_at_every_moment() throws Exception {
        oldLoans();
        try (JavaProcess first = worker("first", "--worker.run-now=library.archive-loans")) {
            first.watching().until(() -> database.count("library_loan_archive") >= 1_000);
            first.kill();
        }
        assertThat(database.count("library_loan")).as("killed in the middle").isPositive();
        assertEachInOneTable();

        try (JavaProcess second = worker("second")) {
            second.watching().until(() -> database.count("library_loan") == 0);
        }
        assertEachInOneTable();
        assertThat(database.count("library_loan_archive")).isEqualTo(OLD_LOANS);
    }

    private void assertEachInOneTable() {
        assertThat(database.count("library_loan l join library_loan_archive a on a.id = l.id"))
                .as("loans in both tables")
                .isZero();
        assertThat(database.count("library_loan") + database.count("library_loan_archive"))
                .as("loans in all")
                .isEqualTo(OLD_LOANS);
    }

    private JavaProcess worker(String name, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "--spring.datasource.url=" + database.url(),
                "--worker.mail-port=" + mailPort,
                "--worker.mail-directory=" + mails,
                "--library.timezone=" + zone,
                "--rota.worker.name=" + name));
        args.addAll(List.of(more));
        return JavaProcess.start(LibraryWorker.class, directory.resolve(name + ".log"), args);
    }

    private long filed() throws IOException {
        try (Stream<Path> files = Files.list(mails)) {
            return files.filter(file -> file.toString().endsWith(".eml")).count();
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    private void oneLoanDueSoonForEachOf(int borrowers) {
        LocalDate due = LocalDate.now(zone).plusDays(2);
        List<Object[]> users = new ArrayList<>();
        List<Object[]> copies = new ArrayList<>();
        List<Object[]> loans = new ArrayList<>();
        for (long id = 1; id <= borrowers; id++) {
            users.add(new Object[] {id, "user" + id, "user" + id + "@example.test"});
            copies.add(new Object[] {id, "C" + id});
            loans.add(new Object[] {id, id, id, due.toString()});
        }
        database.transactions().executeWithoutResult(status -> {
            book();
            database.jdbc()
                    .batchUpdate(
                            "insert into library_user (id, username, email, role) values (?, ?, ?, 'student')", users);
            database.jdbc()
                    .batchUpdate(
                            "insert into library_book_copy (id, book_id, barcode, status) values (?, 1, ?, 'on_loan')",
                            copies);
            database.jdbc().batchUpdate("""
                    insert into library_loan (id, user_id, copy_id, status, loaned_at, due_date)
                    values (?, ?, ?, 'active', 0, ?)
                    """, loans);
        });
    }

    private void oldLoans() {
        List<Object[]> loans = new ArrayList<>();
        for (long id = 1; id <= OLD_LOANS; id++) {
            loans.add(new Object[] {id});
        }
        database.transactions().executeWithoutResult(status -> {
            book();
            database.jdbc().update("insert into library_user (id, username, role) values (1, 'reader', 'student')");
            database.jdbc()
                    .update("insert into library_book_copy (id, book_id, barcode, status)"
                            + " values (1, 1, 'C1', 'available')");
            database.jdbc().batchUpdate("""
                    insert into library_loan (id, user_id, copy_id, status, loaned_at, due_date, returned_at)
                    values (?, 1, 1, 'returned', 0, '1970-01-15', 86400000)
                    """, loans);
        });
    }

    private void book() {
        database.jdbc().update("insert into library_book (id, title, call_number) values (1, 'Poetics', '801 ARI')");
    }
}
