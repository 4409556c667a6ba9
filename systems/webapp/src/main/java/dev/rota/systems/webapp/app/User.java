package dev.rota.systems.webapp.app;

/**
 * A user as the application shows one.
 *
 * @param subscribed whether newsletters are wanted
 */
public record User(long id, String username, String email, boolean admin, boolean subscribed) {
    /** Id alone: names and addresses do not belong into logs. */
    @Override
    public String toString() {
        return "User[" + id + "]";
    }
}
