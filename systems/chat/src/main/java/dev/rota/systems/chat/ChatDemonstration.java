package dev.rota.systems.chat;

import dev.rota.systems.chat.data.ChatData;
import dev.rota.systems.chat.data.OpenConversations;
import dev.rota.systems.chat.duty.ChatSettings;
import dev.rota.systems.common.DataFiles;
import dev.rota.systems.common.Demonstration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The chat as a demonstration shows it: statistics before, the daily run, the weekly one that finds little left. */
final class ChatDemonstration implements Demonstration {
    /** The instant for which the hand-made data was made: two o'clock in New York. */
    private static final Instant MADE_FOR = Instant.parse("2026-03-22T06:00:00Z");

    private static final String OPEN_DATA = "chat_taskmaster4.jsonl";

    private final ChatData handMade;
    private final OpenConversations open;
    private final ChatSettings settings;

    ChatDemonstration(JdbcTemplate jdbc, TransactionTemplate transactions, ChatSettings settings, JsonMapper json) {
        this.handMade = new ChatData(jdbc, transactions);
        this.open = new OpenConversations(jdbc, transactions, json);
        this.settings = settings;
    }

    @Override
    public String system() {
        return "chat";
    }

    /** A directory holds {@code chat_taskmaster4.jsonl}, or a folder {@code chat} with files like the hand-made ones. */
    @Override
    public String load(@Nullable Path data, LocalDate today) {
        if (!handMade.isEmpty()) {
            return "conversations that were there already";
        }
        Instant now = at(today, 2);
        ChatData.Loaded loaded = data == null
                ? handMade.load(DataFiles.handMade("chat"), Duration.between(MADE_FOR, now))
                : Files.exists(data.resolve(OPEN_DATA))
                        ? open.load(data.resolve(OPEN_DATA), now)
                        : handMade.load(DataFiles.in(data.resolve("chat")), Duration.ZERO);
        return loaded.conversations() + " conversations of " + loaded.users() + " users, " + loaded.messages()
                + " messages";
    }

    @Override
    public List<Duty> duties(LocalDate date) {
        return List.of(
                new Duty("Statistics", "chat.statistics_generation", at(date, 0)),
                new Duty("Daily housekeeping", "chat.daily_housekeeping", at(date, 2)),
                new Duty("Weekly cleanup", "chat.weekly_cleanup", at(date, 3)));
    }

    private Instant at(LocalDate date, int hour) {
        return date.atTime(LocalTime.of(hour, 0)).atZone(settings.zone()).toInstant();
    }
}
