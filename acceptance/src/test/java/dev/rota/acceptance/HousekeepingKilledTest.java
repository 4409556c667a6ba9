package dev.rota.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.chat.data.ChatGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker is killed in the middle of deleting old conversations, and another goes on with it. */
@ParameterizedClass
@EnumSource(Database.Kind.class)
@Tag("acceptance")
class HousekeepingKilledTest {
    /** Half of them are old. */
    private static final int CONVERSATIONS = 40_000;

    private static final String RUN = "chat_housekeeping_run where task = 'all' and source = 'daily' and ";
    private static final String CUTOFF = "(select cutoff from chat_housekeeping_run)";
    private static final String OLD = "pinned = 0 and legal_hold = 0 and created_at < ";

    @TempDir
    Path directory;

    private final Database.Kind kind;
    private Database database;

    HousekeepingKilledTest(Database.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws IOException {
        database = kind.open(directory, "chat");
        new ChatGenerator(database.jdbc(), database.transactions())
                .generate(CONVERSATIONS, Clock.systemUTC().instant());
        database.jdbc().update("update chat_conversation set legal_hold = 1 where id % 50 = 1");
        database.jdbc().execute("create table at_first as select * from chat_conversation");
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
    }

    @Test
    void all_old_conversations_go_and_no_other() throws Exception {
        try (JavaProcess first = worker("first", "--worker.run-now=chat.daily_housekeeping")) {
            first.watching().until(() -> database.count(RUN + "deleted_conversations > 300") == 1);
            first.kill();
        }
        assertThat(database.count("chat_conversation where " + OLD + CUTOFF))
                .as("killed in the middle")
                .isPositive();
        assertThat(database.count(RUN + "status = 'running'")).isEqualTo(1);
        assertNothingHalfDeleted();
        Long cutoff = cutoff();

        try (JavaProcess second = worker("second")) {
            second.watching().until(() -> database.count("rota_job where type = 'chat.housekeeping'") == 0);
        }
        assertThat(database.count("chat_conversation where " + OLD + CUTOFF)).isZero();
        assertThat(database.count("at_first a where not (" + OLD + CUTOFF
                        + ") and not exists (select 1 from chat_conversation c where c.id = a.id)"))
                .as("conversations that should have stayed")
                .isZero();
        assertNothingHalfDeleted();
        assertThat(cutoff()).as("what is old, to both").isEqualTo(cutoff);
        assertTheRunIsWhole();
    }

    /** In one statement each: the server may still be at the dead worker's last transaction. */
    private void assertNothingHalfDeleted() {
        assertThat(database.count(RUN + "deleted_conversations = " + CONVERSATIONS
                        + " - (select count(*) from chat_conversation)"))
                .as("runs that count what was deleted")
                .isEqualTo(1);
        assertThat(database.count("chat_message m where m.conversation_id is null"
                        + " or not exists (select 1 from chat_conversation c where c.id = m.conversation_id)"))
                .as("messages of deleted conversations")
                .isZero();
        assertThat(database.count("chat_conversation c"
                        + " where (select count(*) from chat_message m where m.conversation_id = c.id) <> 2"))
                .as("conversations without their two messages")
                .isZero();
    }

    private void assertTheRunIsWhole() {
        assertThat(database.count("chat_housekeeping_run")).isEqualTo(1);
        assertThat(database.count(RUN + "status = 'succeeded' and finished_at is not null and errors is null"
                        + " and cleaned_messages = 0 and deleted_users = 0"))
                .isEqualTo(1);
        assertThat(database.count(
                        RUN + "cutoff = seen_at - " + Duration.ofDays(30).toMillis()))
                .isEqualTo(1);
        assertThat(database.count("chat_statistics_snapshot where id = (select snapshot_id from chat_housekeeping_run)"
                        + " and total_conversations = (select count(*) from chat_conversation)"))
                .isEqualTo(1);
        assertThat(database.count("chat_statistics_snapshot")).isEqualTo(1);
    }

    private Long cutoff() {
        return database.jdbc()
                .queryForList("select cutoff from chat_housekeeping_run", Long.class)
                .get(0);
    }

    private JavaProcess worker(String name, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "--spring.datasource.url=" + database.url(),
                "--chat.batch=50",
                "--chat.jwt.secret=only-for-this-test-0123456789-0123456789",
                "--rota.worker.name=" + name));
        args.addAll(List.of(more));
        return JavaProcess.start(ChatWorker.class, directory.resolve(name + ".log"), args);
    }
}
