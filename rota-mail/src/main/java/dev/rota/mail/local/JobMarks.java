package dev.rota.mail.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Which mails a job has sent: a small file for each job with the names of its mails, so that nobody reads all mails to know.
 * A name may be of a mail that is deleted, or of another mail that got the number of a deleted one.
 */
final class JobMarks {
    /** So many names are kept that a page has more than enough of them. */
    private static final long MOST_BYTES = 16 * 1024;

    private final Path directory;

    JobMarks(Path mails) {
        this.directory = mails.resolve(".jobs");
    }

    /** Names of files, the first one first. */
    List<String> of(long jobId) throws IOException {
        try {
            return Files.readAllLines(directory.resolve(String.valueOf(jobId)));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Keeps that a job has sent a mail, once. */
    void mark(long jobId, Path mail) throws IOException {
        Path file = directory.resolve(String.valueOf(jobId));
        String name = mail.getFileName().toString();
        if (Files.exists(file) && (Files.size(file) > MOST_BYTES || of(jobId).contains(name))) {
            return;
        }
        Files.createDirectories(directory);
        Files.writeString(file, name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
