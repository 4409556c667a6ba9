package dev.rota.job;

/**
 * A key that a limited number of jobs of any type may hold while they are queued or running; the others are blocked.
 *
 * @param key 1 to 200 characters
 * @param limit how many may run at once, at least 1; where jobs with the same key name different limits, each is
 *     released when fewer than its own limit are ahead of it
 */
public record ExclusionKey(String key, int limit) {
    public ExclusionKey {
        if (key.isEmpty() || key.length() > 200) {
            throw new IllegalArgumentException("Exclusion key has " + key.length() + " characters, expected 1 to 200");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("Limit of exclusion key is " + limit + ", expected 1 or more");
        }
    }

    /** One job at a time. */
    public static ExclusionKey of(String key) {
        return new ExclusionKey(key, 1);
    }
}
