package dev.rota.systems.webapp.app;

import dev.rota.systems.common.Columns;
import dev.rota.systems.webapp.app.RefusedException.Reason;
import dev.rota.systems.webapp.task.WebTasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Uploaded text files: stored at once, counted by a job. Thread-safe. */
public final class Uploads {
    private static final int LONGEST_NAME = 255;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final WebTasks tasks;
    private final InstantSource clock;
    private final Path directory;

    /** @param directory made when it is needed */
    public Uploads(
            JdbcClient jdbc, TransactionOperations transactions, WebTasks tasks, InstantSource clock, Path directory) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.tasks = tasks;
        this.clock = clock;
        this.directory = directory;
    }

    /**
     * Stores a file. The same one again is a new upload.
     *
     * @param filename as the user calls it; it is not used as the name of a file
     * @return the upload's id
     * @throws RefusedException if it is too large, empty, or no text; then nothing is stored
     */
    public long store(long userId, String filename, byte[] content) {
        check(content);
        String name = filename.length() <= LONGEST_NAME ? filename : filename.substring(0, LONGEST_NAME);
        String path = UUID.randomUUID() + ".txt";
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve(path), content);
        } catch (IOException e) {
            throw new UncheckedIOException("The upload cannot be stored; see the property webapp.uploads", e);
        }
        try {
            return Users.wrote(transactions.execute(tx -> {
                long id = insert(userId, name, path, content.length);
                tasks.processFile(id).enqueue();
                return id;
            }));
        } catch (RuntimeException e) {
            discard(path, e);
            throw e;
        }
    }

    private long insert(long userId, String filename, String path, long bytes) {
        return jdbc.sql("""
                insert into web_upload (user_id, filename, path, status, bytes, created_at)
                values (:user, :filename, :path, 'stored', :bytes, :now) returning id""")
                .param("user", userId)
                .param("filename", filename)
                .param("path", path)
                .param("bytes", bytes)
                .param("now", Columns.of(clock.instant()))
                .query(Long.class)
                .single();
    }

    private void discard(String path, RuntimeException reason) {
        try {
            Files.deleteIfExists(directory.resolve(path));
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static void check(byte[] content) {
        if (content.length > WebappSettings.LARGEST_UPLOAD) {
            throw new RefusedException(
                    Reason.TOO_LARGE,
                    "file: expected at most " + WebappSettings.LARGEST_UPLOAD + " bytes, found " + content.length);
        }
        if (content.length == 0) {
            throw new RefusedException(Reason.INVALID, "file: expected some text, found an empty file");
        }
        if (!TextCount.isText(content)) {
            throw new RefusedException(Reason.NOT_TEXT, "file: expected text or CSV, found binary content");
        }
    }

    /** An upload of a user. */
    public Optional<Upload> find(long userId, long id) {
        return jdbc.sql("""
                select id, filename, status, bytes, lines, words, sha256, error from web_upload
                where id = :id and user_id = :user""")
                .param("id", id)
                .param("user", userId)
                .query((row, n) -> new Upload(
                        row.getLong("id"),
                        Columns.text(row, "filename"),
                        Columns.text(row, "status"),
                        row.getLong("bytes"),
                        Columns.longOrNull(row, "lines"),
                        Columns.longOrNull(row, "words"),
                        row.getString("sha256"),
                        row.getString("error")))
                .optional();
    }

    /** How many bytes there are to count; empty if the upload was deleted with its user. */
    public Optional<Long> bytes(long id) {
        return jdbc.sql("select bytes from web_upload where id = :id")
                .param("id", id)
                .query(Long.class)
                .optional();
    }

    /** Deletes the uploads of a user, files first: a row without a file is found again, a file without a row never. */
    void forget(long userId) {
        List<String> paths = jdbc.sql("select path from web_upload where user_id = :user")
                .param("user", userId)
                .query(String.class)
                .list();
        for (String path : paths) {
            try {
                Files.deleteIfExists(directory.resolve(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        jdbc.sql("delete from web_upload where user_id = :user")
                .param("user", userId)
                .update();
    }

    /**
     * Counts an upload and notes the result.
     *
     * @param read told the number of bytes of each chunk that was counted
     * @return empty if its file is not there, which is noted as well
     */
    public Optional<TextCount> count(long id, LongConsumer read) throws IOException {
        String path = jdbc.sql("select path from web_upload where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
        TextCount count;
        try (InputStream in = Files.newInputStream(directory.resolve(path))) {
            count = TextCount.of(in, read);
        } catch (NoSuchFileException e) {
            fail(id, "The file is not there");
            return Optional.empty();
        }
        jdbc.sql("""
                update web_upload set status = 'done', lines = :lines, words = :words, bytes = :bytes, sha256 = :sha256,
                  error = null, finished_at = :now where id = :id""")
                .param("lines", count.lines())
                .param("words", count.words())
                .param("bytes", count.bytes())
                .param("sha256", count.sha256())
                .param("now", Columns.of(clock.instant()))
                .param("id", id)
                .update();
        return Optional.of(count);
    }

    private void fail(long id, String error) {
        jdbc.sql("update web_upload set status = 'failed', error = :error, finished_at = :now where id = :id")
                .param("error", error)
                .param("now", Columns.of(clock.instant()))
                .param("id", id)
                .update();
    }
}
