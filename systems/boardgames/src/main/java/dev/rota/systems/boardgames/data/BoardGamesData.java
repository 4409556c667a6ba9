package dev.rota.systems.boardgames.data;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.CsvRow;
import dev.rota.systems.common.DataFiles;
import dev.rota.systems.common.SystemSchema;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Loads a board-game library of three CSV files in the shape of the hand-made one. They name no users: invented ones take
 * the ids, and user 1 is an admin. Each game has one copy. Needs empty tables.
 */
public final class BoardGamesData {
    private static final List<String> LOADED = List.of(
            "boardgames_user", "boardgames_game", "boardgames_copy", "boardgames_borrowing", "boardgames_alert");
    private static final List<String> NAMES = List.of("ada", "ben", "cleo", "dan", "eve", "finn", "gus", "hana");

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    /** Writes to the library's tables. */
    public BoardGamesData(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** How much was loaded. */
    public record Loaded(int games, int users, int borrowings, int alerts) {}

    /**
     * Loads everything in one transaction.
     *
     * @param shift added to every instant in the files; zero to take them as they are
     * @throws dev.rota.systems.common.CsvException when a file is not as expected; nothing is loaded then
     * @throws java.io.UncheckedIOException when a file cannot be read; nothing is loaded then
     * @throws IllegalStateException when there are users already
     */
    public Loaded load(DataFiles files, Duration shift) {
        if (!isEmpty()) {
            throw new IllegalStateException(
                    "The board-game library: expected empty tables, found users; load into a new database");
        }
        Read read = new Read(files, shift);
        transactions.executeWithoutResult(status -> {
            read.users().forEach(user -> jdbc.update(Statements.USER, user));
            jdbc.batchUpdate(Statements.GAME, read.games);
            jdbc.batchUpdate(Statements.COPY, read.copies);
            jdbc.batchUpdate(Statements.BORROWING, read.borrowings);
            jdbc.batchUpdate(Statements.ALERT, read.alerts);
            DataSource database = Objects.requireNonNull(jdbc.getDataSource(), "The JdbcTemplate has no data source");
            LOADED.forEach(table -> SystemSchema.advanceIdentity(database, table));
        });
        return new Loaded(read.games.size(), read.userIds.size(), read.borrowings.size(), read.alerts.size());
    }

    /** Whether nothing was loaded yet. */
    public boolean isEmpty() {
        return jdbc.queryForList("select id from boardgames_user limit 1").isEmpty();
    }

    /** All files, read and checked before anything is written. */
    private static final class Read {
        private final Duration shift;
        private final Set<Long> userIds = new TreeSet<>();
        private final Map<String, Long> gameIds = new HashMap<>();
        private final Map<Long, Long> borrowers = new HashMap<>();
        private final List<@Nullable Object[]> games = new ArrayList<>();
        private final List<@Nullable Object[]> copies = new ArrayList<>();
        private final List<@Nullable Object[]> borrowings = new ArrayList<>();
        private final List<@Nullable Object[]> alerts = new ArrayList<>();

        Read(DataFiles files, Duration shift) {
            this.shift = shift;
            files.table("games.csv", "id", "name", "year", "min_players", "max_players", "minutes", "min_age")
                    .forEach(this::game);
            files.table("borrowings.csv", "id", "user_id", "game", "borrowed_on", "due_at", "returned_at")
                    .forEach(this::borrowing);
            files.table("alerts_before.csv", "id", "borrowing_id", "type", "due_at", "status")
                    .forEach(this::alert);
        }

        List<@Nullable Object[]> users() {
            List<@Nullable Object[]> users = new ArrayList<>();
            for (long id : userIds) {
                String name = id <= NAMES.size() ? NAMES.get((int) id - 1) : "user" + id;
                users.add(values(id, name, name + "@example.test", id == 1 ? "admin" : "member"));
            }
            return users;
        }

        private void game(CsvRow row) {
            long id = row.number("id");
            if (gameIds.put(row.text("name"), id) != null) {
                throw row.error("name", "a name that no earlier line has");
            }
            games.add(values(
                    id,
                    row.text("name"),
                    row.numberOrNull("year"),
                    row.number("min_players"),
                    row.number("max_players"),
                    row.number("minutes"),
                    row.number("min_age")));
            copies.add(values(id, id, "G" + id));
        }

        private void borrowing(CsvRow row) {
            Long game = gameIds.get(row.text("game"));
            if (game == null) {
                throw row.error("game", "a name that stands in games.csv");
            }
            long user = row.number("user_id", 1, Integer.MAX_VALUE);
            userIds.add(user);
            borrowers.put(row.number("id"), user);
            borrowings.add(values(
                    row.number("id"),
                    user,
                    game,
                    shifted(row.date("borrowed_on").atStartOfDay(ZoneOffset.UTC).toInstant()),
                    shifted(row.instantOrNull("due_at")),
                    shifted(row.instantOrNull("returned_at"))));
        }

        private void alert(CsvRow row) {
            Long user = borrowers.get(row.number("borrowing_id"));
            if (user == null) {
                throw row.error("borrowing_id", "an id that stands in borrowings.csv");
            }
            if (!row.text("status").equals("open")) {
                throw row.error("status", "open");
            }
            Long due = shifted(row.instant("due_at"));
            alerts.add(values(
                    row.number("id"), row.number("borrowing_id"), user, row.text("type"), due, "Loaded", "open", due));
        }

        private @Nullable Long shifted(@Nullable Instant instant) {
            return instant == null ? null : Long.valueOf(Columns.of(instant.plus(shift)));
        }

        private static @Nullable Object[] values(@Nullable Object... values) {
            return values;
        }
    }

    private static final class Statements {
        static final String USER = "insert into boardgames_user (id, name, email, role) values (?, ?, ?, ?)";
        static final String GAME = """
                insert into boardgames_game (id, name, year, min_players, max_players, minutes, min_age)
                values (?, ?, ?, ?, ?, ?, ?)
                """;
        static final String COPY = "insert into boardgames_copy (id, game_id, label) values (?, ?, ?)";
        static final String BORROWING = """
                insert into boardgames_borrowing (id, user_id, copy_id, borrowed_at, due_at, returned_at)
                values (?, ?, ?, ?, ?, ?)
                """;
        static final String ALERT = """
                insert into boardgames_alert (id, borrowing_id, user_id, type, due_at, message, status, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """;

        private Statements() {}
    }
}
