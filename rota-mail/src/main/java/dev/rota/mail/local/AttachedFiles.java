package dev.rota.mail.local;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the files in a mail: parts that have a name, or say that they are attached. */
final class AttachedFiles {
    private static final int DEEPEST = 20;

    private AttachedFiles() {}

    /** The parts that are files, in the order of the mail. */
    static List<Part> in(Part mail) throws MessagingException, IOException {
        List<Part> files = new ArrayList<>();
        collect(mail, files, 0);
        return files;
    }

    private static void collect(Part part, List<Part> files, int depth) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts && depth < DEEPEST) {
            for (int i = 0; i < parts.getCount(); i++) {
                collect(parts.getBodyPart(i), files, depth + 1);
            }
        } else if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || part.getFileName() != null) {
            files.add(part);
        }
    }

    static MailAttachment described(int index, Part part) throws MessagingException, IOException {
        return new MailAttachment(index, name(part.getFileName()), type(part), content(part).length);
    }

    static byte[] content(Part part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            return in.readAllBytes();
        }
    }

    /** The last part of a path that somebody else wrote, as text and no more. */
    private static String name(@Nullable String given) {
        if (given == null) {
            return "attachment";
        }
        String decoded;
        try {
            decoded = MimeUtility.decodeText(given);
        } catch (UnsupportedEncodingException e) {
            decoded = given;
        }
        String last = decoded.substring(Math.max(decoded.lastIndexOf('/'), decoded.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        return last.isEmpty() ? "attachment" : last;
    }

    private static String type(Part part) throws MessagingException {
        try {
            return new ContentType(part.getContentType()).getBaseType().toLowerCase(Locale.ROOT);
        } catch (MessagingException e) {
            return "application/octet-stream";
        }
    }
}
