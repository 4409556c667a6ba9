package dev.rota.systems.webapp.app;

import dev.rota.systems.common.Columns;
import dev.rota.systems.webapp.task.TaskTypes.CompleteItem;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What completing items is rewarded with: points, a streak of days, badges. An item is rewarded when it is completed for
 * the first time. Thread-safe.
 */
public final class Completions {
    private static final int POINTS = 10;
    private static final Map<Long, String> TOTAL_BADGES =
            new TreeMap<>(Map.of(1L, "first-item", 10L, "ten-items", 100L, "hundred-items"));
    private static final Map<Long, String> STREAK_BADGES = new TreeMap<>(Map.of(7L, "week-streak"));

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final ZoneId zone;

    /** @param zone in which a streak's days begin */
    public Completions(JdbcClient jdbc, TransactionOperations transactions, ZoneId zone) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.zone = zone;
    }

    /** Notes a completion and credits it, once for each of an item's completions. */
    public void credit(CompleteItem completion) {
        transactions.executeWithoutResult(tx -> {
            int points = completion.completionNo() == 1 ? POINTS : 0;
            boolean fresh = insert(completion, points);
            if (fresh && points > 0) {
                Totals totals = add(completion, points);
                award(completion, TOTAL_BADGES, totals.completed());
                award(completion, STREAK_BADGES, totals.streak());
            }
        });
    }

    private boolean insert(CompleteItem completion, int points) {
        return jdbc.sql("""
                        insert into web_completion (item_id, completion_no, user_id, points, at)
                        values (:item, :no, :user, :points, :at) on conflict (item_id, completion_no) do nothing""")
                        .param("item", completion.itemId())
                        .param("no", completion.completionNo())
                        .param("user", completion.userId())
                        .param("points", points)
                        .param("at", Columns.of(completion.at()))
                        .update()
                == 1;
    }

    private record Totals(long completed, long streak) {}

    /** One statement, so that of two completions at once none is lost. A day before the last one changes no streak. */
    private Totals add(CompleteItem completion, int points) {
        LocalDate day = completion.at().atZone(zone).toLocalDate();
        return jdbc.sql("""
                insert into web_user_stats as s (user_id, points, completed_total, current_streak, last_completed_on)
                values (:user, :points, 1, 1, :day)
                on conflict (user_id) do update set
                  points = s.points + :points,
                  completed_total = s.completed_total + 1,
                  current_streak = case
                    when s.last_completed_on is null or s.last_completed_on < :before then 1
                    when s.last_completed_on = :before then s.current_streak + 1
                    else s.current_streak end,
                  last_completed_on = case
                    when s.last_completed_on is null or s.last_completed_on < :day then :day
                    else s.last_completed_on end
                returning completed_total, current_streak""")
                .param("user", completion.userId())
                .param("points", points)
                .param("day", Columns.of(day))
                .param("before", Columns.of(day.minusDays(1)))
                .query((row, n) -> new Totals(row.getLong("completed_total"), row.getLong("current_streak")))
                .single();
    }

    private void award(CompleteItem completion, Map<Long, String> badges, long reached) {
        badges.forEach((needed, code) -> {
            if (reached >= needed) {
                jdbc.sql("""
                        insert into web_badge (user_id, code, awarded_at) values (:user, :code, :at)
                        on conflict (user_id, code) do nothing""")
                        .param("user", completion.userId())
                        .param("code", code)
                        .param("at", Columns.of(completion.at()))
                        .update();
            }
        });
    }
}
