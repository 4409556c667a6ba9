package dev.rota.sqlite;

import dev.rota.jdbc.JobRows;
import dev.rota.jdbc.Session;
import dev.rota.store.OperatorAct;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what is done by hand. */
final class Acts {
    private Acts() {}

    /** Kept in the transaction that does it. */
    static void add(Session session, String kind, String subject, OperatorAct act) throws SQLException {
        session.statement(SqliteStatements.ADD_ACT)
                .set("kind", kind)
                .set("subject", subject)
                .set("now", act.at())
                .set("verb", act.verb())
                .set("by", act.by())
                .set("reason", act.reason())
                .update();
    }

    static void job(Session session, long jobId, OperatorAct.Verb verb, String by, @Nullable String reason, Instant now)
            throws SQLException {
        add(session, "job", String.valueOf(jobId), new OperatorAct(now, by, verb, reason));
    }

    /** The latest first. */
    static List<OperatorAct> of(Session session, String kind, String subject, int limit) throws SQLException {
        return session.statement(SqliteStatements.ACTS)
                .set("kind", kind)
                .set("subject", subject)
                .set("most", limit)
                .list(JobRows::act);
    }
}
