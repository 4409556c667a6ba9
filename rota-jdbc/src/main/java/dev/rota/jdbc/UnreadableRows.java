package dev.rota.jdbc;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.job.UniqueKey;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads of rows about jobs what can be read, where {@link JobRows} reads all or nothing. */
final class UnreadableRows {
    private static final String NO_NAME = "unreadable";

    private UnreadableRows() {}

    /** Reads a part of a row. */
    private interface Part<T> {
        @Nullable
        T read() throws SQLException;
    }

    /**
     * Makes a job that stands for the row: its ids, keys and times are the row's.
     *
     * @param why what cannot be read, in words
     */
    static Job job(Row row, JobState state, String why) throws SQLException {
        NewJob request = new NewJob(
                name(row.text("type")),
                row.integer("version"),
                row.text("args"),
                name(row.text("queue")),
                row.integer("priority"),
                Math.max(1, row.integer("max_attempts")),
                null,
                NewJob.When.NOW,
                List.of(),
                ifReadable(() -> unique(row)),
                ifReadable(() -> JobRows.exclusion(row)),
                JobRows.origin(row));
        return new Job(
                row.number("id"),
                state,
                request,
                row.integer("attempt"),
                row.integer("crashes"),
                row.number("lease"),
                row.numberOrNull("worker_id"),
                JobRows.times(row),
                null,
                why,
                null,
                null);
    }

    private static @Nullable UniqueKey unique(Row row) throws SQLException {
        String key = row.textOrNull("unique_key");
        return key == null ? null : UniqueKey.of(key);
    }

    private static String name(String text) throws SQLException {
        // Types and queues are named by the same rules.
        String name = ifReadable(() -> JobType.of(text).name());
        return name == null ? NO_NAME : name;
    }

    private static <T> @Nullable T ifReadable(Part<T> part) throws SQLException {
        try {
            return part.read();
        } catch (RuntimeException e) {
            // Another part may be what the reason tells of.
            return null;
        }
    }
}
