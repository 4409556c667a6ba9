package dev.rota.systems.chat.admin;

import dev.rota.systems.chat.duty.Statistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows; public for the template alone.
 *
 * @param link where the forms lead
 * @param refreshSeconds when the page loads itself anew
 * @param feedback what came of the last click; null when nothing was clicked
 * @param state {@code running} or {@code stopped}
 * @param now the scheduler's time
 * @param figures what there is
 * @param schedules all schedules
 * @param runs the latest runs
 */
public record SchedulerView(
        Link link,
        int refreshSeconds,
        @Nullable Feedback feedback,
        String state,
        String now,
        List<Figure> figures,
        List<Line> schedules,
        List<RunLine> runs) {

    /** The page's address, the CSRF token, the dashboard's address, and who is signed in. */
    public record Link(String base, String csrf, String dashboard, String who) {}

    /** {@code good}, {@code bad}, {@code warn} or {@code busy}, and a sentence. */
    public record Feedback(String kind, String text) {}

    /** A number and what it counts. */
    public record Figure(String label, long value) {}

    /** A schedule. */
    public record Line(String id, String name, String nextRun, String trigger) {}

    /** A run. */
    public record RunLine(long jobId, String task, String source, String started, String status, String result) {}

    /** The form that asks for a token. */
    public record SignIn(
            Link link, @Nullable String token, @Nullable String problem) {}

    static List<Figure> figures(Statistics statistics) {
        return List.of(
                new Figure("Active users", statistics.totalUsers()),
                new Figure("Registered users", statistics.registeredUsers()),
                new Figure("Conversations", statistics.totalConversations()),
                new Figure("Messages", statistics.totalMessages()),
                new Figure("Conversations in 24 h", statistics.recentConversations()),
                new Figure("Messages in 24 h", statistics.recentMessages()));
    }
}
