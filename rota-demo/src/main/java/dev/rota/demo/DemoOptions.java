package dev.rota.demo;

import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the person who starts the demonstration wants.
 *
 * @param once true to run every duty of one system once, and end
 * @param system the system to run; null for all
 * @param date the day that the duties see; null for today
 * @param db see {@link DemoDatabase#open}; null for an SQLite file in the directory
 * @param data a directory of data files to load; null for the systems' own
 * @param loans how many loans to invent for the library, instead of loading data; null for none
 * @param directory where database, mails and logs are kept
 * @param keep true to go on with what an earlier run left
 * @param port where the pages are; 0 for a free one
 * @param mailServer {@code host:port} of a mail server to use instead of a mailbox of the demonstration's own; null for none
 */
record DemoOptions(
        boolean once,
        @Nullable String system,
        @Nullable LocalDate date,
        @Nullable String db,
        @Nullable Path data,
        @Nullable Integer loans,
        Path directory,
        boolean keep,
        int port,
        @Nullable String mailServer) {}
