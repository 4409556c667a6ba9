package dev.rota.mail.local;

import dev.rota.mail.MailText;
import dev.rota.mail.SentMail;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a local mailbox's directory, and clears it, from any process. Holds no state: each call looks at the files. */
public final class MailDirectory implements SentMail {
    static final Pattern FILE_NAME = Pattern.compile("(\\d{6,18})-[A-Za-z0-9-]+\\.eml");
    private static final String RELEASED = ".released";
    private static final Session PARSING = Session.getInstance(new Properties());

    private final Path directory;

    /** @param directory may not exist yet: then it holds no mail */
    public MailDirectory(Path directory) {
        this.directory = directory;
    }

    /** One look at the file system, whatever the number of mails. */
    @Override
    public boolean contains(String messageId) {
        return Files.exists(marker(messageId));
    }

    /**
     * The mails in the order they were received.
     *
     * @throws UncheckedIOException when the directory cannot be read
     */
    public List<FiledMail> mails() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> number(file) > 0)
                    .map(MailDirectory::filed)
                    .sorted(Comparator.comparingLong(FiledMail::number))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Mail directory cannot be read", e);
        }
    }

    /**
     * What a mail says.
     *
     * @param number as in {@link FiledMail#number}
     * @return empty when there is no such mail
     * @throws UncheckedIOException when the file cannot be read as a mail
     */
    public Optional<MailText> text(long number) {
        try {
            Optional<Path> file = file(number);
            return file.isEmpty() ? Optional.empty() : Optional.of(parsed(file.get()));
        } catch (IOException e) {
            throw new UncheckedIOException("Mail " + number + " cannot be read", e);
        }
    }

    /**
     * The files that came with a mail, in its order.
     *
     * @return empty also when there is no such mail
     * @throws UncheckedIOException when the file cannot be read as a mail
     */
    public List<MailAttachment> attachments(long number) {
        List<MailAttachment> found = new ArrayList<>();
        read(number, message -> {
            for (Part part : AttachedFiles.in(message)) {
                found.add(AttachedFiles.described(found.size(), part));
            }
        });
        return found;
    }

    /**
     * What is in a file that came with a mail.
     *
     * @param index as in {@link MailAttachment#index}
     * @return empty when there is no such file or mail
     * @throws UncheckedIOException when the file cannot be read as a mail
     */
    public Optional<byte[]> attachment(long number, int index) {
        List<byte[]> found = new ArrayList<>();
        read(number, message -> {
            List<Part> parts = AttachedFiles.in(message);
            if (index >= 0 && index < parts.size()) {
                found.add(AttachedFiles.content(parts.get(index)));
            }
        });
        return found.stream().findFirst();
    }

    private interface Reading {
        void read(MimeMessage message) throws MessagingException, IOException;
    }

    private void read(long number, Reading reading) {
        try {
            Optional<Path> file = file(number);
            if (file.isPresent()) {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file.get()))) {
                    reading.read(new MimeMessage(PARSING, in));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Mail " + number + " cannot be read", e);
        } catch (MessagingException e) {
            throw new UncheckedIOException(new IOException("Mail " + number + " is no mail", e));
        }
    }

    /** How many mails there are. Their names are counted alone. */
    public long count() {
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return files.filter(file -> number(file) > 0).count();
        } catch (IOException e) {
            throw new UncheckedIOException("Mail directory cannot be read", e);
        }
    }

    /**
     * Deletes mails. That they were accepted is still known by their Message-IDs, so that nobody sends one again.
     *
     * @param last the number of the last one to be deleted: what came later stays
     * @return how many were deleted
     * @throws UncheckedIOException when one cannot be deleted; others may have been
     */
    public long clear(long last) {
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            long deleted = 0;
            for (Path file : files.filter(each -> number(each) > 0 && number(each) <= last)
                    .toList()) {
                deleted += Files.deleteIfExists(file) ? 1 : 0;
                Files.deleteIfExists(releaseMark(file));
            }
            return deleted;
        } catch (IOException e) {
            throw new UncheckedIOException("Mail directory cannot be cleared", e);
        }
    }

    private Optional<Path> file(long number) throws IOException {
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return files.filter(each -> number(each) == number).findFirst();
        }
    }

    /**
     * The latest mails, the latest first. Only these are read, however many there are.
     *
     * @param limit 1 or more
     * @throws UncheckedIOException when the directory cannot be read
     */
    public List<FiledMail> latest(int limit) {
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return files.filter(file -> number(file) > 0)
                    .sorted(Comparator.comparingLong(MailDirectory::number).reversed())
                    .limit(limit)
                    .map(MailDirectory::filed)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Mail directory cannot be read", e);
        }
    }

    /**
     * The first mails that a job has sent and that are still there, the first one first. Only these are read, however many
     * mails there are.
     *
     * @param limit 1 or more
     * @throws UncheckedIOException when the directory cannot be read
     */
    public List<FiledMail> ofJob(long jobId, int limit) {
        try {
            return new JobMarks(directory)
                    .of(jobId).stream()
                            .map(directory::resolve)
                            .filter(file -> number(file) > 0 && Files.exists(file))
                            .map(MailDirectory::filed)
                            .filter(mail -> Long.valueOf(jobId).equals(mail.jobId()))
                            .limit(limit)
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Mails of job " + jobId + " cannot be read", e);
        }
    }

    /**
     * A mail's headers, with where it is.
     *
     * @return empty when there is no such mail
     * @throws UncheckedIOException when the file cannot be read as a mail
     */
    public Optional<FiledMail> mail(long number) {
        try {
            return file(number).map(MailDirectory::filed);
        } catch (IOException e) {
            throw new UncheckedIOException("Mail " + number + " cannot be read", e);
        }
    }

    /**
     * Keeps that a mail is sent after all, which {@link FiledMail#releasedAt} tells from then on. To be called before it is
     * sent: should the program die in between, the mail is taken for sent, and nobody gets it twice unasked.
     *
     * @return false if it was marked before, which changes nothing
     * @throws UncheckedIOException when that cannot be written
     * @throws IllegalArgumentException when there is no such mail
     */
    public boolean markReleased(long number) {
        Path mark = releaseMark(existing(number));
        try {
            Files.createDirectories(directory.resolve(RELEASED));
            Files.createFile(mark);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("Mail " + number + " cannot be marked as released", e);
        }
    }

    /**
     * Takes {@link #markReleased} back: the mail was not sent. Does nothing if somebody has deleted it meanwhile.
     *
     * @throws UncheckedIOException when the mark cannot be deleted
     */
    public void unmarkReleased(long number) {
        try {
            Files.deleteIfExists(directory.resolve(RELEASED).resolve(String.valueOf(number)));
        } catch (IOException e) {
            throw new UncheckedIOException("The mark of mail " + number + " cannot be deleted", e);
        }
    }

    private Path existing(long number) {
        try {
            return file(number).orElseThrow(() -> new IllegalArgumentException("There is no mail " + number));
        } catch (IOException e) {
            throw new UncheckedIOException("Mail " + number + " cannot be read", e);
        }
    }

    /** The file whose time is when a mail was released. */
    static Path releaseMark(Path mail) {
        return mail.resolveSibling(RELEASED).resolve(String.valueOf(number(mail)));
    }

    private static @Nullable Instant releasedAt(Path mail) throws IOException {
        try {
            return Files.getLastModifiedTime(releaseMark(mail)).toInstant();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** The file that says a mail with this Message-ID was accepted. */
    Path marker(String messageId) {
        return directory.resolve(".ids").resolve(hash(messageId));
    }

    /** The number in a file's name, or 0 when it is no filed mail. */
    static long number(Path file) {
        Matcher name = FILE_NAME.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    static FiledMail filed(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            InternetHeaders headers = new InternetHeaders(in);
            return new FiledMail(
                    number(file),
                    file,
                    bare(headers.getHeader("Message-ID", ",")),
                    orEmpty(headers.getHeader("From", ",")),
                    orEmpty(headers.getHeader("To", ",")),
                    decoded(headers.getHeader("Subject", " ")),
                    Files.getLastModifiedTime(file).toInstant(),
                    jobId(headers.getHeader(FiledMail.JOB_HEADER, ",")),
                    releasedAt(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.getFileName() + " cannot be read", e);
        } catch (MessagingException e) {
            throw new UncheckedIOException(new IOException(file.getFileName() + " is no mail", e));
        }
    }

    static @Nullable Long jobId(@Nullable String header) {
        return header != null && header.strip().matches("\\d{1,18}") ? (Long) Long.parseLong(header.strip()) : null;
    }

    /** A Message-ID header's value without the angle brackets. */
    static String bare(@Nullable String messageId) {
        String id = orEmpty(messageId).strip();
        return id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
    }

    private static MailText parsed(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            MimeMessage message = new MimeMessage(PARSING, in);
            return new MailText(
                    subject(orEmpty(message.getSubject())),
                    orEmpty(body(message, "text/plain")),
                    body(message, "text/html"));
        } catch (MessagingException e) {
            throw new IOException(file.getFileName() + " is no mail", e);
        }
    }

    /** Others may have put anything there, line breaks in encoded words too. */
    private static String subject(String sent) {
        String line = sent.replaceAll("[\\r\\n]+", " ").strip();
        if (line.isEmpty()) {
            return "(no subject)";
        }
        return line.substring(0, Math.min(MailText.LONGEST_SUBJECT, line.length()));
    }

    private static @Nullable String body(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return part.getContent().toString();
        }
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String found = body(parts.getBodyPart(i), type);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static String decoded(@Nullable String header) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(orEmpty(header)));
        } catch (UnsupportedEncodingException e) {
            return orEmpty(header);
        }
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String hash(String messageId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(messageId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
