package dev.rota.systems.boardgames;

import dev.rota.postgres.PostgresStore;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.Store;
import dev.rota.systems.boardgames.data.BoardGamesData;
import dev.rota.systems.common.DataFiles;
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

/** The hand-made board-game library in a database of its own. */
public final class BoardGamesFixture implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");

    public final FreshDatabase database;

    public BoardGamesFixture(TestDatabase kind) {
        database = kind.open(SystemSchema.COMMON, SystemSchema.of("boardgames"));
        new BoardGamesData(new JdbcTemplate(database.dataSource()), database.transactions())
                .load(DataFiles.handMade("boardgames"), Duration.ZERO);
    }

    public static JsonNode expected() {
        return JsonMapper.builder()
                .build()
                .readTree(BoardGamesFixture.class.getResourceAsStream("/boardgames/expected.json"));
    }

    public static List<Long> ids(JsonNode array) {
        return array.valueStream().map(JsonNode::asLong).toList();
    }

    /** A store of jobs in the library's database, whose time is the given one. */
    public Store store(InstantSource clock) {
        return switch (database.kind()) {
            case SQLITE -> SqliteStore.on(database.dataSource(), SqliteSettings.DEFAULTS.clock(clock));
            case POSTGRES -> PostgresStore.on(database.dataSource(), clock);
        };
    }

    /** A store with the database's own time. */
    public Store store() {
        return switch (database.kind()) {
            case SQLITE -> SqliteStore.on(database.dataSource());
            case POSTGRES -> PostgresStore.on(database.dataSource());
        };
    }

    public List<Long> ids(String sql) {
        return database.jdbc().sql(sql).query(Long.class).list().stream()
                .sorted()
                .toList();
    }

    public void execute(String sql) {
        database.jdbc().sql(sql).update();
    }

    @Override
    public void close() {
        database.close();
    }
}
