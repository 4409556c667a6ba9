package dev.rota.systems.common;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which notices users want by mail. What a user never chose is wanted, as a digest. Runs in the caller's transaction;
 * safe for use by several threads.
 */
public final class Preferences {
    private final JdbcClient jdbc;

    public Preferences(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether the user wants notices of this kind. */
    public boolean enabled(String system, long userId, String kind) {
        return chosen("enabled", system, userId, kind);
    }

    /** Whether the user wants one mail for all items of a run, and not one for each. */
    public boolean digest(String system, long userId, String kind) {
        return chosen("digest", system, userId, kind);
    }

    /** Stores a choice in place of the earlier one. */
    public void set(String system, long userId, String kind, boolean enabled, boolean digest) {
        jdbc.sql("""
                insert into core_user_preference (system, user_id, kind, channel, enabled, digest)
                values (:system, :user, :kind, 'email', :enabled, :digest)
                on conflict (system, user_id, kind, channel)
                do update set enabled = excluded.enabled, digest = excluded.digest""")
                .param("system", system)
                .param("user", userId)
                .param("kind", kind)
                .param("enabled", Columns.of(enabled))
                .param("digest", Columns.of(digest))
                .update();
    }

    /**
     * Deletes all choices of a user.
     *
     * @return how many there were
     */
    public int forget(String system, long userId) {
        return jdbc.sql("delete from core_user_preference where system = :system and user_id = :user")
                .param("system", system)
                .param("user", userId)
                .update();
    }

    private boolean chosen(String column, String system, long userId, String kind) {
        return jdbc.sql("select " + column + """
                 as chosen from core_user_preference
                where system = :system and user_id = :user and kind = :kind and channel = 'email'""")
                .param("system", system)
                .param("user", userId)
                .param("kind", kind)
                .query((row, n) -> Columns.flag(row, "chosen"))
                .optional()
                .orElse(true);
    }
}
