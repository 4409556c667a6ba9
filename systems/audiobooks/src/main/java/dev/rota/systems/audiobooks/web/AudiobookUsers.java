package dev.rota.systems.audiobooks.web;

import dev.rota.systems.common.Columns;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Those who may log in. Thread-safe. */
public final class AudiobookUsers {
    private static final int SHORTEST = 12;
    /** BCrypt takes no more than this. */
    private static final int LONGEST = 72;

    private final JdbcClient jdbc;
    private final PasswordEncoder passwords = new BCryptPasswordEncoder();
    /** Compared where there is no user, so that the answer takes as long. */
    private final String nobody = passwords.encode("nobody has this password");

    public AudiobookUsers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Stores a user; an existing one gets this password and role.
     *
     * @param password 12 characters or more, at most 72 bytes
     * @param role {@code admin} or {@code listener}
     * @throws IllegalArgumentException when the password is too short or too long
     */
    public void put(String username, String password, String role) {
        int bytes = password.getBytes(StandardCharsets.UTF_8).length;
        if (password.length() < SHORTEST || bytes > LONGEST) {
            throw new IllegalArgumentException("Password: expected " + SHORTEST + " characters to " + LONGEST
                    + " bytes, found " + password.length() + " characters");
        }
        jdbc.sql("""
                        insert into audio_user (username, password_hash, role) values (:name, :hash, :role)
                            on conflict (username) do update
                           set password_hash = :hash, role = :role, deleted_at = null
                        """)
                .param("name", username)
                .param("hash", passwords.encode(password))
                .param("role", role)
                .update();
    }

    boolean matches(String username, String password) {
        String hash = jdbc.sql("select password_hash from audio_user where username = :name and deleted_at is null")
                .param("name", username)
                .query((row, n) -> Columns.text(row, "password_hash"))
                .optional()
                .orElse(nobody);
        return passwords.matches(password, hash) && !hash.equals(nobody);
    }

    /** The role of a user; empty if there is none, or not any more. */
    Optional<String> role(String username) {
        return jdbc.sql("select role from audio_user where username = :name and deleted_at is null")
                .param("name", username)
                .query(String.class)
                .optional();
    }
}
