package dev.rota.sqlite;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Statement;
import dev.rota.job.NewJob;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Jobs that are due at once and have nothing that few jobs have. Those that come one after the other and differ in their
 * arguments alone are inserted by one statement: one for each row would open the table and all its indexes each time, which
 * takes longer than the row.
 */
final class PlainJobs {
    /** So many characters of arguments go into one statement, or those of one job. */
    private static final int MOST_CHARS = 1 << 20;

    private final Session session;
    private final Instant now;
    private final List<NewJob> alike = new ArrayList<>();
    private long first;
    private int chars;

    PlainJobs(Session session, Instant now) {
        this.session = session;
        this.now = now;
    }

    static boolean isPlain(NewJob job) {
        return job.when().equals(NewJob.When.NOW)
                && job.timeout() == null
                && job.tags().isEmpty()
                && job.unique() == null
                && job.exclusion() == null
                && job.origin().equals(NewJob.Origin.UNKNOWN);
    }

    /** Takes a job, to be inserted by {@link #insert} at the latest. */
    void add(long id, NewJob job) throws SQLException {
        if (!alike.isEmpty() && !continues(id, job)) {
            insert();
        }
        if (alike.isEmpty()) {
            first = id;
        }
        alike.add(job);
        chars += job.args().length();
    }

    private boolean continues(long id, NewJob job) {
        NewJob one = alike.get(0);
        return id == first + alike.size()
                && chars + job.args().length() <= MOST_CHARS
                && job.type().equals(one.type())
                && job.queue().equals(one.queue())
                && job.version() == one.version()
                && job.priority() == one.priority()
                && job.maxAttempts() == one.maxAttempts();
    }

    /** Inserts all that were added since. */
    void insert() throws SQLException {
        if (alike.isEmpty()) {
            return;
        }
        if (alike.size() == 1) {
            bind(SqliteStatements.INSERT_PLAIN_JOB)
                    .set("args", alike.get(0).args())
                    .update();
        } else {
            bind(SqliteStatements.INSERT_PLAIN_JOBS)
                    .setTexts("args", alike.stream().map(NewJob::args).toList())
                    .update();
        }
        alike.clear();
        chars = 0;
    }

    private Statement bind(Sql insert) throws SQLException {
        NewJob one = alike.get(0);
        return session.statement(insert)
                .set("id", first)
                .set("type", one.type())
                .set("version", one.version())
                .set("queue", one.queue())
                .set("priority", one.priority())
                .set("max_attempts", one.maxAttempts())
                .set("now", now);
    }
}
