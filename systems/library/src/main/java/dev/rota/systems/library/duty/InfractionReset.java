package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives borrowers a fresh start at the beginning of a term: sets the infractions of everyone who has none of their
 * loans past its due date to 0, once for each term. A blacklist entry is never lifted.
 *
 * <p>The test is on the due date, so a loan that fell due yesterday and is not marked yet keeps its borrower's
 * infractions. If several terms began without a reset, the latest counts and the earlier ones are recorded with 0.
 * Thread-safe.
 */
public final class InfractionReset {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;

    /** Works on the library's tables. */
    public InfractionReset(JdbcClient jdbc, TransactionTemplate transactions, LibrarySettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
    }

    /**
     * Resets for each term that began by the local date of {@code now} and has had no reset, in one transaction.
     *
     * @param runId names this run in the record of the reset; at most 100 characters
     */
    public Reset reset(Instant now, String runId, DutyProgress progress) {
        LocalDate today = settings.today(now);
        progress.checkpoint();
        Reset reset = transactions.execute(status -> resetInTransaction(today, now, runId));
        progress.total(reset.userIds().size());
        progress.ok(reset.userIds().size());
        return reset;
    }

    private Reset resetInTransaction(LocalDate today, Instant now, String runId) {
        List<Long> terms = jdbc.sql(Statements.CLAIM_TERMS)
                .param("today", Columns.of(today))
                .param("run", runId)
                .param("now", Columns.of(now))
                .query(Long.class)
                .list();
        if (terms.isEmpty()) {
            return new Reset(today, List.of(), List.of());
        }
        long term = jdbc.sql(Statements.LATEST_TERM)
                .param("terms", terms)
                .query(Long.class)
                .single();
        List<Long> users =
                jdbc.sql(Statements.RESET).param("today", Columns.of(today)).query(Long.class).list().stream()
                        .sorted()
                        .toList();
        jdbc.sql(Statements.FORGIVE)
                .param("term", term)
                .param("today", Columns.of(today))
                .update();
        jdbc.sql(Statements.RECORD)
                .param("term", term)
                .param("users", users.size())
                .update();
        return new Reset(today, terms.stream().sorted().toList(), users);
    }

    /**
     * What one run did.
     *
     * @param today the local date it went by
     * @param termIds the terms settled by this run, ascending; empty when there was nothing to do
     * @param userIds the users whose infractions were set to 0, ascending
     */
    public record Reset(LocalDate today, List<Long> termIds, List<Long> userIds) {}

    private static final class Statements {
        static final String CLAIM_TERMS = """
                insert into library_term_reset (term_id, run_id, ran_at, users_reset)
                select t.id, :run, :now, 0 from library_term t
                 where t.starts_on <= :today
                   and not exists (select 1 from library_term_reset r where r.term_id = t.id)
                    on conflict (term_id) do nothing
                returning term_id
                """;
        static final String LATEST_TERM = """
                select id from library_term where id in (:terms) order by starts_on desc, id desc limit 1
                """;
        static final String RESET = """
                update library_user set infractions_count = 0
                 where infractions_count > 0
                   and not exists (select 1 from library_loan l
                                    where l.user_id = library_user.id
                                      and l.status in ('active', 'overdue') and l.due_date < :today)
                returning id
                """;
        static final String FORGIVE = """
                update library_infraction set term_id = :term
                 where term_id is null
                   and not exists (select 1 from library_loan l
                                    where l.user_id = library_infraction.user_id
                                      and l.status in ('active', 'overdue') and l.due_date < :today)
                """;
        static final String RECORD = """
                update library_term_reset set users_reset = :users where term_id = :term
                """;

        private Statements() {}
    }
}
