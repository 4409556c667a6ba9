package dev.rota.systems.chat.admin;

import dev.rota.systems.chat.duty.HousekeepingResult;
import dev.rota.systems.chat.duty.HousekeepingRun;
import dev.rota.systems.chat.duty.RunStatus;
import dev.rota.systems.chat.duty.Statistics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the endpoints answer, with the keys that the chat's clients know and no others. */
final class Answers {
    private Answers() {}

    static Map<String, Object> statistics(Statistics statistics) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("total_users", statistics.totalUsers());
        answer.put("total_conversations", statistics.totalConversations());
        answer.put("total_messages", statistics.totalMessages());
        answer.put("recent_conversations_24h", statistics.recentConversations());
        answer.put("recent_messages_24h", statistics.recentMessages());
        return answer;
    }

    /** A run that has ended. What failed stands beside the result. */
    static Map<String, Object> run(HousekeepingRun run) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("message", message(run));
        answer.put("result", result(run.result()));
        if (!run.result().errors().isEmpty()) {
            answer.put("errors", run.result().errors());
        }
        return answer;
    }

    /** In words, such as {@code All housekeeping tasks completed}. */
    static String message(HousekeepingRun run) {
        String title = run.result().task().title() + (run.result().dryRun() ? " (dry run)" : "");
        return switch (run.status()) {
            case RUNNING -> title + " is running";
            case SUCCEEDED -> title + " completed";
            case PARTIAL -> title + " completed in part";
            case FAILED -> title + " failed";
        };
    }

    private static Map<String, Object> result(HousekeepingResult result) {
        Map<String, Object> answer = new LinkedHashMap<>();
        put(answer, "deleted_conversations", result.deletedConversations());
        put(answer, "cleaned_messages", result.cleanedMessages());
        put(answer, "deleted_users", result.deletedUsers());
        Statistics stats = result.stats();
        if (stats != null) {
            answer.put("stats", statistics(stats));
        }
        return answer;
    }

    private static void put(Map<String, Object> answer, String key, @Nullable Long count) {
        if (count != null) {
            answer.put(key, count);
        }
    }

    static int status(HousekeepingRun run) {
        return run.status() == RunStatus.FAILED ? 500 : 200;
    }
}
