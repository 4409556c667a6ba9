package dev.rota.systems.webapp;

import com.zaxxer.hikari.HikariDataSource;
import dev.rota.mail.local.FiledMail;
import dev.rota.mail.local.LocalMailbox;
import dev.rota.mail.local.ScriptedReplies;
import dev.rota.systems.common.Columns;
import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.FileSystemUtils;
import org.sqlite.SQLiteDataSource;

/** What outlives a process: a database, a mail server, a directory. */
final class Ground implements AutoCloseable {
    final FreshDatabase database;
    final ScriptedReplies replies = new ScriptedReplies();
    final LocalMailbox mailbox;
    private final Path directory;

    Ground(TestDatabase kind) {
        this.database = kind.open();
        try {
            this.directory = Files.createTempDirectory("webapp-test");
            this.mailbox = LocalMailbox.start(directory.resolve("mails"), 0, replies);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The properties of a program that stands on it, with others that win. */
    String[] properties(String... others) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "spring.flyway.enabled=false",
                "spring.datasource.url=" + url(),
                "spring.datasource.username=" + (database.kind() == TestDatabase.POSTGRES ? "postgres" : ""),
                "test.smtp=" + mailbox.port(),
                "test.mails=" + directory.resolve("mails"),
                "webapp.uploads=" + uploads(),
                "webapp.jwt.secret=" + "a secret of the tests, long enough",
                "webapp.mail.first-retry=50ms",
                "webapp.mail.claim-limit=1s",
                "rota.worker.poll=50ms",
                "rota.worker.lease=2s"));
        Collections.addAll(all, others);
        return all.toArray(String[]::new);
    }

    Path uploads() {
        return directory.resolve("uploads");
    }

    private String url() {
        DataSource below = ((HikariDataSource) database.dataSource()).getDataSource();
        if (below instanceof SQLiteDataSource sqlite) {
            return sqlite.getUrl();
        }
        if (below instanceof PGSimpleDataSource postgres) {
            return postgres.getURL();
        }
        throw new IllegalStateException("Database: expected SQLite or PostgreSQL, found " + below);
    }

    /** The mails to an address. */
    List<FiledMail> mailsTo(String address) {
        return mailbox.mails().stream()
                .filter(mail -> mail.to().equals(address))
                .toList();
    }

    long count(String fromAndWhere) {
        return database.count(fromAndWhere);
    }

    /** Deletes what the application has stored; its jobs stay. */
    void empty() {
        for (String table : List.of(
                "web_audit_log",
                "web_notification",
                "web_completion",
                "web_badge",
                "web_user_stats",
                "web_item",
                "web_newsletter_recipient",
                "web_newsletter",
                "web_failed_task",
                "web_upload",
                "web_session",
                "core_message",
                "core_email_address",
                "web_user")) {
            database.jdbc().sql("delete from " + table).update();
        }
    }

    /** How often the welcome mail of a user was taken up for sending. */
    int welcomeAttempts(String username) {
        return database.jdbc()
                .sql("""
                        select m.attempts from core_message m join web_user u on u.id = m.recipient_user_id
                        where m.kind = 'welcome' and u.username = :name""")
                .param("name", username)
                .query(Integer.class)
                .single();
    }

    /** A session with that id. */
    void insertSession(long user, String ends, String id) {
        database.jdbc()
                .sql("insert into web_session (id, user_id, expires_at) values (:id, :user, :end)")
                .param("id", id)
                .param("user", user)
                .param("end", Columns.of(Instant.parse(ends)))
                .update();
    }

    @Override
    public void close() {
        try {
            mailbox.close();
            database.close();
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
