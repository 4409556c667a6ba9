package dev.rota.mail.local;

/**
 * A file that came with a mail.
 *
 * @param index counts the files of its mail from 0
 * @param name as the mail gives it, without a path; {@code attachment} when it gives none
 * @param type its media type, such as {@code application/pdf}
 * @param bytes its size
 */
public record MailAttachment(int index, String name, String type, long bytes) {}
