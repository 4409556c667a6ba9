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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two workers do the library's duties at the same time, each duty asked for by both: its effects are there once. */
@ParameterizedClass
@EnumSource(Database.Kind.class)
@Tag("acceptance")
class TwoWorkersTest {
    private static final int LATE = 300;
    private static final int DUE_SOON = 300;
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    Path directory;

    private final Database.Kind kind;
    private final ZoneId zone = Noon.zone();
    private Database database;
    private JavaProcess mailbox;
    private Path mails;

    TwoWorkersTest(Database.Kind kind) {
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
        await().atMost(Duration.ofSeconds(60))
                .until(() -> PORT.matcher(mailbox.output()).find());
    }

    @AfterEach
    void stop() throws Exception {
        mailbox.close();
        database.close();
    }

    @Test
    void each_loan_counts_once_and_each_borrower_gets_one_mail() throws Exception {
        oneLoanForEachBorrower();
        try (JavaProcess first = worker("first");
                JavaProcess second = worker("second")) {
            for (JavaProcess each : List.of(first, second)) {
                each.watching().until(() -> each.output().contains(DutiesTwiceWorker.DONE));
            }
            first.watching()
                    .until(() -> database.count("core_message where status = 'sent'") == LATE + DUE_SOON
                            && database.count("rota_job where type like 'library.%'") == 0);
        }

        assertThat(database.count("library_loan where status = 'overdue'")).isEqualTo(LATE);
        assertThat(database.count("library_infraction")).isEqualTo(LATE);
        assertThat(database.count("library_user where infractions_count = 1")).isEqualTo(LATE);
        assertThat(database.count("library_user where infractions_count > 1")).isZero();
        assertThat(database.count("library_notice_ledger where status = 'sent'"))
                .isEqualTo(LATE + DUE_SOON);
        List<FiledMail> all = new MailDirectory(mails).mails();
        assertThat(all).hasSize(LATE + DUE_SOON);
        assertThat(all).extracting(FiledMail::messageId).doesNotHaveDuplicates();
        assertThat(all).extracting(FiledMail::to).doesNotHaveDuplicates();
        assertThat(database.count(
                        "(select distinct worker_id from rota_history where type = 'library.deliver-mail') w"))
                .as("workers that delivered")
                .isEqualTo(2);
        assertThat(database.count("rota_history where type = 'library.mark-overdue' and state = 'succeeded'"))
                .as("how often a duty ran")
                .isEqualTo(2);
        assertThat(database.count("rota_job where state = 'failed'")).isZero();
    }

    private JavaProcess worker(String name) throws IOException {
        Matcher port = PORT.matcher(mailbox.output());
        assertThat(port.find()).isTrue();
        return JavaProcess.start(
                DutiesTwiceWorker.class,
                directory.resolve(name + ".log"),
                List.of(
                        "--spring.datasource.url=" + database.url(),
                        "--worker.mail-port=" + port.group(1),
                        "--worker.mail-directory=" + mails,
                        "--library.timezone=" + zone,
                        "--rota.worker.name=" + name));
    }

    /** Some are late by three days, the others are due in two. */
    private void oneLoanForEachBorrower() {
        LocalDate today = LocalDate.now(zone);
        List<Object[]> users = new ArrayList<>();
        List<Object[]> copies = new ArrayList<>();
        List<Object[]> loans = new ArrayList<>();
        for (long id = 1; id <= LATE + DUE_SOON; id++) {
            LocalDate due = id <= LATE ? today.minusDays(3) : today.plusDays(2);
            users.add(new Object[] {id, "user" + id, "user" + id + "@example.test"});
            copies.add(new Object[] {id, "C" + id});
            loans.add(new Object[] {id, id, id, due.toString()});
        }
        database.transactions().executeWithoutResult(status -> {
            database.jdbc().update("insert into library_book (id, title, call_number) values (1, 'Poetics', '801')");
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
}
