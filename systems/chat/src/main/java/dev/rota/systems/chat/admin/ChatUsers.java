package dev.rota.systems.chat.admin;

import dev.rota.systems.common.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** The chat's users as far as rights go. Thread-safe. */
final class ChatUsers {
    private static final SimpleGrantedAuthority USER = new SimpleGrantedAuthority("ROLE_USER");
    private static final SimpleGrantedAuthority SUPERUSER = new SimpleGrantedAuthority("ROLE_SUPERUSER");

    private final JdbcClient jdbc;

    ChatUsers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What the user of a token may do now.
     *
     * @throws InvalidBearerTokenException when there is no active user of that name
     */
    AbstractAuthenticationToken authenticate(Jwt jwt) {
        String username = Objects.requireNonNull(jwt.getSubject()); // The decoder takes no token without.
        boolean superuser = jdbc.sql("""
                        select is_superuser from chat_user where username = :username and is_active = 1
                        """)
                .param("username", username)
                .query((row, n) -> Columns.flag(row, "is_superuser"))
                .optional()
                .orElseThrow(() -> new InvalidBearerTokenException("The token names no active user of the chat"));
        return new JwtAuthenticationToken(jwt, superuser ? List.of(USER, SUPERUSER) : List.of(USER), username);
    }

    /** Makes a superuser of that name: a new one, or out of the one there is. */
    void makeSuperuser(String username, String email, Instant now) {
        jdbc.sql("""
                        insert into chat_user (username, email, is_active, is_staff, is_superuser, date_joined,
                                               email_verified_at)
                        values (:username, :email, 1, 1, 1, :now, :now)
                            on conflict (username) do update
                           set is_active = 1, is_staff = 1, is_superuser = 1, deactivated_at = null,
                               deactivated_by = null
                        """)
                .param("username", username)
                .param("email", email)
                .param("now", Columns.of(now))
                .update();
    }
}
