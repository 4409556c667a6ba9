package dev.rota.cli;

/** What a command works on: a database, or a server that has one. */
sealed interface Place permits Database, Server {
    /** As it may be shown: without password or token. */
    String shown();

    /**
     * A place, and why it is this one.
     *
     * @param origin such as {@code --db}, {@code ROTA_URL}, {@code context prod} or {@code default}
     */
    record Choice(Place place, String origin) {}
}
