package dev.rota.systems.library.duty;

import dev.rota.systems.common.Closure;
import dev.rota.systems.common.Columns;
import dev.rota.systems.common.SiteCalendar;
import dev.rota.systems.common.SiteCalendars;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Days on which the library will be closed after all. Loans due on them become due on the next open day, and each borrower
 * is told once. Due dates that are past stay. Thread-safe.
 */
public final class ClosedDays {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;
    private final Messages messages;

    /** Works on the library's tables and the shared calendar. */
    public ClosedDays(JdbcClient jdbc, TransactionTemplate transactions, LibrarySettings settings, Messages messages) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
        this.messages = messages;
    }

    /**
     * Adds a closure and moves the due dates it hits, in one transaction. A closure that is there already is not added
     * again.
     *
     * @throws IllegalStateException when there is no open day after it within two years; nothing is changed then
     */
    public Moved close(Closure closure, Instant now) {
        return transactions.execute(status -> {
            SiteCalendars calendars = new SiteCalendars(jdbc);
            if (count(closure) == 0) {
                calendars.close(settings.site().id(), closure);
            }
            return move(calendars.calendar(settings.site().id(), settings.site().zone()), closure, settings.today(now));
        });
    }

    private long count(Closure closure) {
        return jdbc.sql(Statements.KNOWN)
                .param("site", settings.site().id())
                .param("starts", Columns.of(closure.startsOn()))
                .param("ends", Columns.of(closure.endsOn()))
                .query(Long.class)
                .single();
    }

    private Moved move(SiteCalendar calendar, Closure closure, LocalDate today) {
        List<Long> moved = new ArrayList<>();
        Map<Long, List<String>> lines = new TreeMap<>();
        for (Hit hit : hits(closure, today)) {
            LocalDate due = calendar.nextOpenDay(hit.due());
            jdbc.sql(Statements.MOVE)
                    .param("loan", hit.loanId())
                    .param("due", Columns.of(due))
                    .update();
            moved.add(hit.loanId());
            if (hit.userId() != null) {
                lines.computeIfAbsent(hit.userId(), user -> new ArrayList<>())
                        .add(hit.title() + ": due " + due + " instead of " + hit.due());
            }
        }
        List<Long> told = lines.entrySet().stream()
                .filter(user -> messages.claimOnce(
                        Messages.Kind.DUE_DATE_MOVED,
                        user.getKey(),
                        closure.startsOn() + "." + closure.endsOn(),
                        NoticeTexts.moved(settings, user.getValue())))
                .map(Map.Entry::getKey)
                .toList();
        return new Moved(List.copyOf(moved), told);
    }

    private List<Hit> hits(Closure closure, LocalDate today) {
        LocalDate from = closure.startsOn().isBefore(today) ? today : closure.startsOn();
        return jdbc.sql(Statements.HITS)
                .param("from", Columns.of(from))
                .param("to", Columns.of(closure.endsOn()))
                .query((row, n) -> new Hit(
                        row.getLong("id"),
                        Columns.longOrNull(row, "user_id"),
                        Columns.date(row, "due_date"),
                        Columns.text(row, "title")))
                .list();
    }

    /**
     * What a closure did.
     *
     * @param loanIds loans whose due date moved, by id
     * @param toldUserIds borrowers who are written to, by id
     */
    public record Moved(List<Long> loanIds, List<Long> toldUserIds) {}

    private record Hit(long loanId, @Nullable Long userId, LocalDate due, String title) {}

    private static final class Statements {
        static final String KNOWN = """
                select count(*) from core_calendar_closure
                 where site_id = :site and starts_on = :starts and ends_on = :ends
                """;
        static final String HITS = """
                select l.id, l.user_id, l.due_date, b.title
                  from library_loan l
                  join library_book_copy c on c.id = l.copy_id
                  join library_book b on b.id = c.book_id
                 where l.status = 'active' and l.due_date >= :from and l.due_date <= :to
                 order by l.id
                """;
        static final String MOVE =
                "update library_loan set due_date = :due, version = version + 1 where id = :loan and status = 'active'";

        private Statements() {}
    }
}
