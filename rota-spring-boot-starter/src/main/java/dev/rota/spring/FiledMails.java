package dev.rota.spring;

import dev.rota.mail.MailText;
import dev.rota.mail.local.FiledMail;
import dev.rota.mail.local.MailDirectory;
import dev.rota.web.MailFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Mails that a local mailbox has filed, for the dashboard: a bean of this type is its folder of mails. Needs {@code rota-mail}
 * and {@code rota-web}. Thread-safe.
 */
public final class FiledMails implements MailFolder {
    private final MailDirectory directory;

    /** @param directory where the mailbox files them */
    public FiledMails(Path directory) {
        this.directory = new MailDirectory(directory);
    }

    @Override
    public List<Filed> list(int limit) {
        return directory.latest(limit).stream().map(FiledMails::filed).toList();
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
