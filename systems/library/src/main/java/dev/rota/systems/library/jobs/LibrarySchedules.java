package dev.rota.systems.library.jobs;

/** What the library's schedules have in common. */
final class LibrarySchedules {
    /** The tag of all the library's jobs. */
    static final String TAG = "library";

    /** The zone in which their times are meant. */
    static final String ZONE = "${library.timezone:America/New_York}";

    private LibrarySchedules() {}
}
