package dev.rota.systems.boardgames.admin;

import dev.rota.systems.common.Columns;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A borrower's own alerts, below the path {@code boardgames.path} (by default none). */
@RestController
@RequestMapping("${boardgames.path:}/alerts")
class AlertController {
    private static final int MOST = 100;

    private final JdbcClient jdbc;

    AlertController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that are not resolved, the latest first. */
    @GetMapping
    List<Alert> alerts(Principal who) {
        return jdbc.sql("""
                        select a.id, a.borrowing_id, a.type, a.due_at, a.message, a.status
                          from boardgames_alert a join boardgames_user u on u.id = a.user_id
                         where u.name = :name and a.resolved_at is null order by a.id desc limit :most
                        """)
                .param("name", who.getName())
                .param("most", MOST)
                .query((row, n) -> new Alert(
                        row.getLong("id"),
                        row.getLong("borrowing_id"),
                        Columns.text(row, "type"),
                        Columns.instant(row, "due_at"),
                        Columns.text(row, "message"),
                        Columns.text(row, "status")))
                .list();
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Alert(long id, long borrowingId, String type, Instant dueAt, String message, String status) {}
}
