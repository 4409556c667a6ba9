package dev.rota.systems.webapp.app;

import dev.rota.systems.common.Columns;
import java.time.Instant;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Who did what, when. One line for each job that writes one. Thread-safe. */
public final class AuditLog {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    public AuditLog(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Writes a line, unless this job has written it already. The user's name is kept as it is now; a line about somebody
     * who has gone names nobody.
     *
     * @param jobId the line's key
     * @param details ids by name, never names or addresses
     * @param at when it was done
     */
    public void write(long jobId, long userId, AuditAction action, Map<String, Long> details, Instant at) {
        jdbc.sql("""
                insert into web_audit_log (user_id, username_snapshot, action, details, job_id, at)
                values (
                  (select id from web_user where id = :user and deleted_at is null),
                  (select username from web_user where id = :user and deleted_at is null),
                  :action, :details, :job, :at)
                on conflict (job_id) do nothing""")
                .param("user", userId)
                .param("action", action.name())
                .param("details", json.writeValueAsString(details))
                .param("job", jobId)
                .param("at", Columns.of(at))
                .update();
    }
}
