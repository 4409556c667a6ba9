package dev.rota.systems.chat.duty;

import dev.rota.systems.chat.data.ChatData;
import dev.rota.systems.common.DataFiles;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.SystemSchema;
import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A chat in a database of its own. */
final class ChatFixture implements AutoCloseable {
    /** Sunday 02:00 in New York. */
    static final Instant NOW = Instant.parse("2026-03-22T06:00:00Z");

    final FreshDatabase database;
    private long jobs;

    private ChatFixture(FreshDatabase database) {
        this.database = database;
    }

    static ChatFixture empty(TestDatabase kind) {
        return new ChatFixture(kind.open(SystemSchema.COMMON, SystemSchema.of("chat")));
    }

    static ChatFixture handMade(TestDatabase kind) {
        ChatFixture chat = empty(kind);
        new ChatData(chat.template(), chat.database.transactions()).load(DataFiles.handMade("chat"));
        return chat;
    }

    static JsonNode expected() {
        return JsonMapper.builder().build().readTree(ChatFixture.class.getResourceAsStream("/chat/expected.json"));
    }

    JdbcTemplate template() {
        return new JdbcTemplate(database.dataSource());
    }

    Housekeeping housekeeping(ChatSettings settings) {
        return new Housekeeping(database.jdbc(), database.transactions(), settings);
    }

    /** Runs a task at {@link #NOW} as a job of its own. */
    HousekeepingRun run(HousekeepingTask task, ConversationRule rule) {
        return housekeeping(ChatSettings.DEFAULTS.with(rule)).run(order(task, false), NOW, DutyProgress.NONE);
    }

    synchronized RunOrder order(HousekeepingTask task, boolean dryRun) {
        return new RunOrder(++jobs, task, RunSource.MANUAL, dryRun);
    }

    List<Long> ids(String table) {
        return database.jdbc()
                .sql("select id from " + table + " order by id")
                .query(Long.class)
                .list();
    }

    void execute(String sql) {
        database.jdbc().sql(sql).update();
    }

    @Override
    public void close() {
        database.close();
    }
}
