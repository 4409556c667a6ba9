package dev.rota.web;

import dev.rota.mail.MailException;
import dev.rota.mail.MailText;
import dev.rota.mail.SmtpTransport;
import dev.rota.mail.local.FiledMail;
import dev.rota.mail.local.MailDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mails that a local mailbox has filed. Needs {@code rota-mail}. Thread-safe. */
public final class FiledMails implements MailFolder {
    private final MailDirectory directory;
    private final @Nullable SmtpTransport server;

    /** None of them is ever sent. */
    public FiledMails(Path directory) {
        this(directory, null);
    }

    /**
     * Mails that may be sent after all.
     *
     * @param directory where the mailbox files them
     * @param server by which one is sent, which stays the caller's to close; null if there is none
     */
    public FiledMails(Path directory, @Nullable SmtpTransport server) {
        this.directory = new MailDirectory(directory);
        this.server = server;
    }

    @Override
    public List<Filed> list(int limit) {
        return directory.latest(limit).stream().map(FiledMails::filed).toList();
    }

    @Override
    public List<Filed> ofJob(long jobId, int limit) {
        return directory.ofJob(jobId, limit).stream().map(FiledMails::filed).toList();
    }

    @Override
    public Optional<Opened> find(long number) {
        Optional<FiledMail> found = directory.mail(number);
        Optional<MailText> said = directory.text(number);
        if (found.isEmpty() || said.isEmpty()) {
            return Optional.empty();
        }
        try {
            String source = Files.readString(found.get().file(), StandardCharsets.ISO_8859_1);
            return Optional.of(
                    new Opened(filed(found.get()), said.get().text(), said.get().html(), source));
        } catch (IOException e) {
            throw new UncheckedIOException("Mail " + number + " cannot be read", e);
        }
    }

    @Override
    public long count() {
        return directory.count();
    }

    @Override
    public List<Attachment> attachments(long number) {
        return directory.attachments(number).stream()
                .map(file -> new Attachment(file.index(), file.name(), file.type(), file.bytes()))
                .toList();
    }

    @Override
    public Optional<byte[]> attachment(long number, int index) {
        return directory.attachment(number, index);
    }

    @Override
    public boolean canClear() {
        return true;
    }

    @Override
    public long clear(long last) {
        return directory.clear(last);
    }

    @Override
    public boolean canRelease() {
        return server != null;
    }

    /** It is marked before it is sent, and the mark taken back if it was not. */
    @Override
    public @Nullable String release(long number) {
        Optional<FiledMail> mail = directory.mail(number);
        if (server == null || mail.isEmpty()) {
            return server == null ? "There is no mail server" : "The mail is gone";
        }
        boolean first = directory.markReleased(number);
        try {
            server.sendFile(mail.get().file());
            return null;
        } catch (IOException | MailException e) {
            if (first) {
                directory.unmarkReleased(number);
            }
            return e.getMessage();
        }
    }

    private static Filed filed(FiledMail mail) {
        return new Filed(
                mail.number(),
                mail.receivedAt(),
                mail.from(),
                mail.to(),
                mail.subject(),
                mail.jobId(),
                mail.releasedAt());
    }
}
