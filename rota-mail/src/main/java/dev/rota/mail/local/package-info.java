/**
 * A mailbox for development and tests: a real SMTP server that delivers nothing and files everything.
 *
 * <p>{@link dev.rota.mail.local.LocalMailbox} writes each mail it accepts into a directory as an {@code .eml} file,
 * which any mail program opens, and answers 250 only when the file is there. Beside the files, {@code .ids/} holds one
 * small marker per Message-ID, named by its hash, so that "was this mail accepted?" costs one look at the file system
 * however many mails there are, and {@code .released/}
 * one per mail that was sent after all, named by its number. The directory is the whole state: a restarted mailbox goes on where it was, and another
 * process asks through {@link dev.rota.mail.local.MailDirectory} without talking to the server.
 *
 * <p>{@link dev.rota.mail.local.ScriptedReplies} make it behave like the servers one has to live with: greylisting,
 * refused addresses, slow answers, connections lost at the worst moment.
 */
@NullMarked
package dev.rota.mail.local;

import org.jspecify.annotations.NullMarked;
