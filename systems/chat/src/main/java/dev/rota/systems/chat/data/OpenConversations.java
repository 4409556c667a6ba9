package dev.rota.systems.chat.data;

import dev.rota.systems.common.Columns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Loads conversations from a file of JSON lines, {@code {"id", "title", "messages": [["user", "text"], …]}}, as open data
 * of dialogues comes. Such data knows neither times nor users: the conversations begin evenly over the 60 days up to now,
 * a message follows each minute, and invented users take turns. Needs empty tables.
 */
public final class OpenConversations {
    private static final Duration SPREAD = Duration.ofDays(60);
    private static final Duration BETWEEN_MESSAGES = Duration.ofMinutes(1);
    private static final Set<String> ROLES = Set.of("user", "assistant", "system");
    private static final int USERS = 20;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final JsonMapper json;

    /** Writes to the chat's tables. */
    public OpenConversations(JdbcTemplate jdbc, TransactionTemplate transactions, JsonMapper json) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.json = json;
    }

    /**
     * Loads everything in one transaction.
     *
     * @param now the end of the 60 days
     * @throws IllegalArgumentException when a line is not as expected, with its number; nothing is loaded then
     * @throws UncheckedIOException when the file cannot be read; nothing is loaded then
     * @throws IllegalStateException when there are users already
     */
    public ChatData.Loaded load(Path file, Instant now) {
        ChatTables.requireEmpty(jdbc);
        List<Dialogue> dialogues = read(file);
        List<@Nullable Object[]> users = users(now);
        List<@Nullable Object[]> conversations = new ArrayList<>();
        List<@Nullable Object[]> messages = new ArrayList<>();
        for (int i = 0; i < dialogues.size(); i++) {
            Dialogue dialogue = dialogues.get(i);
            Instant begins = now.minus(SPREAD).plusMillis(SPREAD.toMillis() / dialogues.size() * i);
            Instant at = begins;
            for (Message message : dialogue.messages) {
                at = earlier(at.plus(BETWEEN_MESSAGES), now);
                messages.add(
                        new @Nullable Object[] {messages.size() + 1L, i + 1L, message.role, message.text, Columns.of(at)
                        });
            }
            conversations.add(new @Nullable Object[] {
                i + 1L, i % USERS + 1L, dialogue.title, Columns.of(begins), Columns.of(at), 0, 0, 0
            });
        }
        transactions.executeWithoutResult(status -> {
            ChatTables.write(jdbc, ChatTables.USER, users);
            ChatTables.write(jdbc, ChatTables.CONVERSATION, conversations);
            ChatTables.write(jdbc, ChatTables.MESSAGE, messages);
            ChatTables.advanceIdentities(jdbc);
        });
        return new ChatData.Loaded(users.size(), conversations.size(), messages.size());
    }

    private List<Dialogue> read(Path file) {
        List<Dialogue> dialogues = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    dialogues.add(dialogue(line, file.getFileName() + " line " + number));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Data file " + file.getFileName() + " cannot be read", e);
        }
        return dialogues;
    }

    private Dialogue dialogue(String line, String where) {
        JsonNode node;
        try {
            node = json.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(where + ": expected a JSON object, found " + e.getOriginalMessage(), e);
        }
        if (!node.path("title").isString() || !node.path("messages").isArray()) {
            throw new IllegalArgumentException(where + ": expected a text title and an array messages");
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : node.path("messages")) {
            String role = message.path(0).asString("");
            if (!ROLES.contains(role) || !message.path(1).isString()) {
                throw new IllegalArgumentException(
                        where + ": expected messages such as [\"user\", \"text\"], found " + message);
            }
            messages.add(new Message(role, message.path(1).asString()));
        }
        return new Dialogue(node.path("title").asString(), messages);
    }

    private static List<@Nullable Object[]> users(Instant now) {
        long joined = Columns.of(now.minus(SPREAD));
        List<@Nullable Object[]> users = new ArrayList<>();
        for (long id = 1; id <= USERS; id++) {
            String name = id == 1 ? "root" : "guest" + id;
            int root = Columns.of(id == 1);
            users.add(
                    new @Nullable Object[] {id, name, name + "@example.test", 1, root, root, joined, joined, null, null
                    });
        }
        return users;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private record Dialogue(String title, List<Message> messages) {}

    private record Message(String role, String text) {}
}
