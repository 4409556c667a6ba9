package dev.rota.mail;

import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says.
 *
 * @param subject one line of at most 998 characters, which is what a line of a mail may have; not blank
 * @param text the plain text; never null, may be empty
 * @param html the same as HTML, or null for a mail of plain text only
 */
public record MailText(
        String subject, String text, @Nullable String html) {
    /** Characters of a subject. What folds it takes time and memory in the square of its length. */
    public static final int LONGEST_SUBJECT = 998;

    /** @throws IllegalArgumentException when the subject is blank, too long or has a line break */
    public MailText {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("Subject: expected one line of text, found an empty one");
        }
        if (LineBreaks.in(subject)) {
            throw new IllegalArgumentException(
                    "Subject: expected one line, found a line break, which would let the value add headers; remove it");
        }
        if (subject.length() > LONGEST_SUBJECT) {
            throw new IllegalArgumentException("Subject: expected at most " + LONGEST_SUBJECT + " characters, found "
                    + subject.length() + "; shorten it and put the rest into the text");
        }
    }

    /** A mail of plain text only. */
    public static MailText plain(String subject, String text) {
        return new MailText(subject, text, null);
    }

    /** The value's text with the characters that mean something in HTML escaped, for element content and quoted attributes. */
    public static String escape(Object value) {
        StringOutput out = new StringOutput();
        // The attribute rules escape quotes as well, so the result is right in both places.
        Escape.htmlAttribute(value.toString(), out);
        return out.toString();
    }
}
