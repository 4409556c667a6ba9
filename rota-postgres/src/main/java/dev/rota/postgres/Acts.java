package dev.rota.postgres;

import dev.rota.jdbc.JobRows;
import dev.rota.jdbc.Session;
import dev.rota.store.OperatorAct;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what is done by hand. */
final class Acts {
    private final PostgresDatabase database;
    private final Session session;

    /** For what is kept in the transaction of {@code session}, which does it. */
    Acts(PostgresDatabase database, Session session) {
        this.database = database;
        this.session = session;
    }

    void add(String kind, String subject, OperatorAct.Verb verb, String by, @Nullable String reason)
            throws SQLException {
        database.timed(session, PostgresStatements.ADD_ACT)
                .set("kind", kind)
                .set("subject", subject)
                .set("verb", verb)
                .set("by", by)
                .set("reason", reason)
                .update();
    }

    void job(long jobId, OperatorAct.Verb verb, String by, @Nullable String reason) throws SQLException {
        add("job", String.valueOf(jobId), verb, by, reason);
    }

    /** The latest first. */
    static List<OperatorAct> of(Session session, String kind, String subject, int limit) throws SQLException {
        return session.statement(PostgresStatements.ACTS)
                .set("kind", kind)
                .set("subject", subject)
                .set("limit", limit)
                .list(JobRows::act);
    }
}
