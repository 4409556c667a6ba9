package dev.rota.systems.chat;

import dev.rota.postgres.PostgresStore;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.Store;
import dev.rota.systems.chat.data.ChatData;
import dev.rota.systems.chat.duty.ChatSettings;
import dev.rota.systems.chat.duty.ConversationRule;
import dev.rota.systems.chat.duty.Housekeeping;
import dev.rota.systems.chat.duty.HousekeepingRun;
import dev.rota.systems.chat.duty.HousekeepingTask;
import dev.rota.systems.chat.duty.RunOrder;
import dev.rota.systems.chat.duty.RunSource;
import dev.rota.systems.common.DataFiles;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.SystemSchema;
import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A chat in a database of its own. */
public final class ChatFixture implements AutoCloseable {
    /** Sunday 02:00 in New York. */
    public static final Instant NOW = Instant.parse("2026-03-22T06:00:00Z");

    public final FreshDatabase database;
    private long jobs;

    private ChatFixture(FreshDatabase database) {
        this.database = database;
    }

    public static ChatFixture empty(TestDatabase kind) {
        return new ChatFixture(kind.open(SystemSchema.COMMON, SystemSchema.of("chat")));
    }

    public static ChatFixture handMade(TestDatabase kind) {
        ChatFixture chat = empty(kind);
        new ChatData(chat.template(), chat.database.transactions()).load(DataFiles.handMade("chat"), Duration.ZERO);
        return chat;
    }

    public static JsonNode expected() {
        return JsonMapper.builder().build().readTree(ChatFixture.class.getResourceAsStream("/chat/expected.json"));
    }

    public JdbcTemplate template() {
        return new JdbcTemplate(database.dataSource());
    }

    public Housekeeping housekeeping(ChatSettings settings) {
        return new Housekeeping(database.jdbc(), database.transactions(), settings);
    }

    /** A store of jobs in the chat's database, whose time is the given one. */
    public Store store(InstantSource clock) {
        return switch (database.kind()) {
            case SQLITE -> SqliteStore.on(database.dataSource(), SqliteSettings.DEFAULTS.clock(clock));
            case POSTGRES -> PostgresStore.on(database.dataSource(), clock);
        };
    }

    /** Runs a task at {@link #NOW} as a job of its own. */
    public HousekeepingRun run(HousekeepingTask task, ConversationRule rule) {
        return housekeeping(ChatSettings.DEFAULTS.with(rule)).run(order(task, false), NOW, DutyProgress.NONE);
    }

    public synchronized RunOrder order(HousekeepingTask task, boolean dryRun) {
        return new RunOrder(++jobs, task, RunSource.MANUAL, dryRun);
    }

    public List<Long> ids(String table) {
        return database.jdbc()
                .sql("select id from " + table + " order by id")
                .query(Long.class)
                .list();
    }

    public void execute(String sql) {
        database.jdbc().sql(sql).update();
    }

    /** As on SQLite where nobody asks for them: tables made anew without references. */
    public void withoutForeignKeys() {
        execute("create table plain_message as select * from chat_message");
        execute("create table plain_conversation as select * from chat_conversation");
        execute("drop table chat_message");
        execute("drop table chat_conversation");
        execute("alter table plain_message rename to chat_message");
        execute("alter table plain_conversation rename to chat_conversation");
    }

    @Override
    public void close() {
        database.close();
    }
}
