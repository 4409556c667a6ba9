package dev.rota.systems.webapp.web;

import dev.rota.systems.common.BearerTokens;
import dev.rota.systems.common.Columns;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * The application's bearer tokens. Each is a session: it is taken as long as the session's row is there. Thread-safe.
 */
public final class WebappTokens {
    private final BearerTokens tokens;
    private final JwtDecoder signed;
    private final JdbcClient jdbc;

    WebappTokens(BearerTokens tokens, JdbcClient jdbc) {
        this.tokens = tokens;
        this.signed = tokens.decoder();
        this.jdbc = jdbc;
    }

    /** Opens a session of a user, from now on for the given time. */
    public String issue(long userId, String username, Duration validity) {
        String token = tokens.issue(username, validity);
        Jwt jwt = signed.decode(token);
        jdbc.sql("insert into web_session (id, user_id, expires_at) values (:id, :user, :end)")
                .param("id", Objects.requireNonNull(jwt.getId()))
                .param("user", userId)
                .param("end", Columns.of(Objects.requireNonNull(jwt.getExpiresAt())))
                .update();
        return token;
    }

    /** Ends a session: its token is refused from now on. */
    public void end(String session) {
        jdbc.sql("delete from web_session where id = :id").param("id", session).update();
    }

    JwtDecoder decoder() {
        return token -> {
            Jwt jwt = signed.decode(token);
            if (!open(jwt.getId())) {
                throw new BadJwtException("The session has ended");
            }
            return jwt;
        };
    }

    private boolean open(@Nullable String session) {
        return jdbc.sql("select count(*) from web_session where id = :id")
                        .param("id", session)
                        .query(Long.class)
                        .single()
                == 1;
    }
}
