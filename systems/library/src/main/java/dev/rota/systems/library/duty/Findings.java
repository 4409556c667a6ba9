package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The findings of the checks: one open finding for each (check, subject), however often it is seen. One that is not
 * seen any more is resolved; one that staff chose to ignore stays ignored.
 */
final class Findings {

    private final JdbcClient jdbc;

    Findings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Records what a check saw, in the caller's transaction; returns how many open findings are new. */
    int record(String check, String subjectType, String detail, List<Long> subjects, Instant now) {
        int added = 0;
        for (long subject : subjects) {
            if (!seenAgain(check, subjectType, subject, now)) {
                added += open(check, subjectType, subject, detail, now);
            }
        }
        jdbc.sql(Statements.RESOLVE)
                .param("check", check)
                .param("now", Columns.of(now))
                .update();
        return added;
    }

    /** Records something that the check itself has put right. */
    void recordFixed(String check, String subjectType, long subject, String detail, Instant now) {
        jdbc.sql(Statements.ADD)
                .param("check", check)
                .param("type", subjectType)
                .param("subject", subject)
                .param("detail", detail)
                .param("now", Columns.of(now))
                .param("resolution", "auto_fixed")
                .update();
    }

    private boolean seenAgain(String check, String subjectType, long subject, Instant now) {
        return jdbc.sql(Statements.SEEN)
                        .param("check", check)
                        .param("type", subjectType)
                        .param("subject", subject)
                        .param("now", Columns.of(now))
                        .update()
                > 0;
    }

    private int open(String check, String subjectType, long subject, String detail, Instant now) {
        return jdbc.sql(Statements.ADD + Statements.UNLESS_OPEN)
                .param("check", check)
                .param("type", subjectType)
                .param("subject", subject)
                .param("detail", detail)
                .param("now", Columns.of(now))
                .param("resolution", "open")
                .update();
    }

    private static final class Statements {
        static final String SEEN = """
                update library_check_finding set last_seen = :now
                 where check_name = :check and subject_type = :type and subject_id = :subject
                   and resolution in ('open', 'ignored')
                """;
        static final String ADD = """
                insert into library_check_finding
                       (check_name, subject_type, subject_id, detail, first_seen, last_seen, resolution)
                values (:check, :type, :subject, :detail, :now, :now, :resolution)
                """;
        static final String UNLESS_OPEN = """
                on conflict (check_name, subject_type, subject_id) where resolution = 'open' do nothing
                """;
        static final String RESOLVE = """
                update library_check_finding set resolution = 'resolved'
                 where check_name = :check and resolution = 'open' and last_seen < :now
                """;

        private Statements() {}
    }
}
