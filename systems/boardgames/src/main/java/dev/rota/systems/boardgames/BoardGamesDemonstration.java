package dev.rota.systems.boardgames;

import dev.rota.systems.boardgames.data.BoardGamesData;
import dev.rota.systems.common.DataFiles;
import dev.rota.systems.common.Demonstration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The board-game library as a demonstration shows it: the three jobs at noon UTC. */
final class BoardGamesDemonstration implements Demonstration {
    /** The day for which the hand-made data was made. */
    private static final LocalDate DAY = LocalDate.of(2026, 3, 20);

    private final BoardGamesData data;

    BoardGamesDemonstration(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.data = new BoardGamesData(jdbc, transactions);
    }

    @Override
    public String system() {
        return "boardgames";
    }

    @Override
    public String load(@Nullable Path directory, LocalDate today) {
        if (!data.isEmpty()) {
            return "board games that were there already";
        }
        BoardGamesData.Loaded loaded = directory == null || !Files.isDirectory(directory.resolve("boardgames"))
                ? data.load(DataFiles.handMade("boardgames"), Duration.ofDays(today.toEpochDay() - DAY.toEpochDay()))
                : data.load(DataFiles.in(directory.resolve("boardgames")), Duration.ZERO);
        return loaded.borrowings() + " borrowings of " + loaded.users() + " users, " + loaded.games() + " board games";
    }

    @Override
    public List<Duty> duties(LocalDate date) {
        Instant noon = date.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
        return List.of(
                new Duty("Overdue alerts", "boardgames.overdue-alerts", noon),
                new Duty("Reminder alerts", "boardgames.reminder-alerts", noon),
                new Duty("Alert cleanup", "boardgames.cleanup-alerts", noon));
    }
}
