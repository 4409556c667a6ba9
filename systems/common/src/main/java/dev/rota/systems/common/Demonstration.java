package dev.rota.systems.common;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a program that shows a system has to know of it. Each system has one, as a bean. */
public interface Demonstration {
    /** Its name, as in {@code library}: the prefix of its tables and routes, and the tag of its jobs. */
    String system();

    /**
     * Fills its tables, unless they hold something already. The tables are there.
     *
     * @param data a directory of data files to read instead of the system's own; null for its own
     * @param today the day on which the data is looked at: what is dated in the system's own data is moved so that its day
     *     falls on this one
     * @return what was loaded, in words, such as {@code 21 loans of 9 users}
     * @throws RuntimeException with a sentence that says what is wrong with the data; then nothing was loaded
     */
    String load(@Nullable Path data, LocalDate today);

    /**
     * Every duty of the system once, in the order in which they run, each with the instant that its clock shows.
     *
     * @param date the day of the demonstration, in the system's zone
     */
    List<Duty> duties(LocalDate date);

    /**
     * A duty that is shown.
     *
     * @param title for people
     * @param schedule the name of its schedule, which makes the job
     * @param at what the job's clock shows
     */
    record Duty(String title, String schedule, Instant at) {}
}
