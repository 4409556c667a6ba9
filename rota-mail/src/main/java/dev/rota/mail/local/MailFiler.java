package dev.rota.mail.local;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes mails into a directory. A mail is complete or absent: it is written under a temporary name and moved. The
 * marks of its Message-ID and of its job come second; should the process die in between, the mailbox's next start adds
 * them before any sender can ask.
 */
final class MailFiler implements AutoCloseable {
    private static final int LONGEST_SUBJECT = 60;
    private static final String TEMPORARY = ".tmp";

    private final Path directory;
    private final MailDirectory mails;
    private final JobMarks jobs;
    private final FileChannel lock;
    private long last;

    /** @throws IllegalStateException when another mailbox files into the directory */
    MailFiler(Path directory) throws IOException {
        this.directory = directory;
        this.mails = new MailDirectory(directory);
        this.jobs = new JobMarks(directory);
        Files.createDirectories(directory.resolve(".ids"));
        this.lock = locked(directory.resolve(".lock"));
        resume();
    }

    /** @throws IOException also when this was closed: the directory may be another mailbox's by then */
    synchronized void file(MimeMessage message) throws IOException, MessagingException {
        if (!lock.isOpen()) {
            throw new ClosedChannelException();
        }
        long number = last + 1;
        Path temporary = directory.resolve("." + number + TEMPORARY);
        try (OutputStream out = Files.newOutputStream(temporary)) {
            message.writeTo(out);
        }
        Path file = directory.resolve("%06d-%s.eml".formatted(number, safe(message.getSubject())));
        // Of an earlier mail of this number, which somebody has deleted by hand.
        Files.deleteIfExists(MailDirectory.releaseMark(file));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        last = number;
        mark(
                file,
                MailDirectory.bare(message.getMessageID()),
                MailDirectory.jobId(message.getHeader(FiledMail.JOB_HEADER, ",")));
    }

    /** Waits for the mail being filed; nothing is written to the directory after it. */
    @Override
    public synchronized void close() throws IOException {
        lock.close();
    }

    private void resume() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.getFileName().toString().endsWith(TEMPORARY)) {
                    Files.delete(file);
                }
                long number = MailDirectory.number(file);
                if (number > 0) {
                    last = Math.max(last, number);
                    FiledMail mail = MailDirectory.filed(file);
                    mark(file, mail.messageId(), mail.jobId());
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void mark(Path mail, String messageId, @Nullable Long jobId) throws IOException {
        Path marker = mails.marker(messageId);
        if (!messageId.isEmpty() && !Files.exists(marker)) {
            Files.createFile(marker);
        }
        if (jobId != null) {
            jobs.mark(jobId, mail);
        }
    }

    /** Letters, digits and hyphens only: no separators, no dots, nothing a file system treats in its own way. */
    private static String safe(@Nullable String subject) {
        String words = (subject == null ? "" : subject)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String name = words.substring(0, Math.min(words.length(), LONGEST_SUBJECT));
        return name.isEmpty() ? "mail" : name;
    }

    private static FileChannel locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(file, e);
        }
        channel.close();
        throw inUse(file, null);
    }

    private static IllegalStateException inUse(Path file, @Nullable Exception cause) {
        return new IllegalStateException(
                "Mail directory " + file.getParent()
                        + " is in use by another local mailbox; stop that one or choose another directory",
                cause);
    }
}
