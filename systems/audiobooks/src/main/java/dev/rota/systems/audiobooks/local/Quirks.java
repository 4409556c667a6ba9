package dev.rota.systems.audiobooks.local;

/**
 * How badly the local server behaves. Shares are of requests to the catalogue, from 0 to 1, drawn with a seed.
 *
 * @param pageSize at most so many books are on a page, whatever is asked for
 * @param proxyErrors share of answers that are a proxy's error page, with status 200
 * @param databaseErrors share of answers that are a database's error page, with status 200
 * @param notFound share of answers that say that there is nothing, where there is something
 * @param dated whether answers carry Last-Modified, and If-Modified-Since is heeded
 * @param seed of what is drawn
 */
public record Quirks(
        int pageSize, double proxyErrors, double databaseErrors, double notFound, boolean dated, long seed) {
    /** Pages of 50, no errors but for books that are broken in themselves. */
    public static final Quirks NONE = new Quirks(50, 0, 0, 0, true, 1);

    /** Errors as often as in a real harvest of 11,046 answers of 2016. */
    public static final Quirks REAL = new Quirks(50, 0.073, 0.035, 0.010, false, 1);

    public Quirks pageSize(int size) {
        return new Quirks(size, proxyErrors, databaseErrors, notFound, dated, seed);
    }

    public Quirks dated(boolean with) {
        return new Quirks(pageSize, proxyErrors, databaseErrors, notFound, with, seed);
    }
}
