/**
 * Mail by SMTP.
 *
 * <p>A {@link dev.rota.mail.Mail} carries a Message-ID chosen by its sender. That one decision makes "send exactly
 * once" possible over a protocol that promises less: a job that is run again composes the same Message-ID, asks
 * {@link dev.rota.mail.SentMail} whether the mail already went out, and sends only if it did not.
 *
 * <p>{@link dev.rota.mail.MailTransport} has one verb and three ways to fail, because a sender does three different
 * things: a {@linkplain dev.rota.mail.MailRejectedException rejected} mail is given up, an
 * {@linkplain dev.rota.mail.MailUnavailableException unavailable} server is tried again later, and an
 * {@linkplain dev.rota.mail.MailOutcomeUnknownException unknown outcome} is looked up before anything else is done.
 * {@link dev.rota.mail.SmtpTransport} is the transport for real servers.
 *
 * <p>Texts are {@link dev.rota.mail.MailText}: Java text blocks, with {@link dev.rota.mail.MailText#escape} around each
 * value put into the HTML. Mails of a few lines need no template files.
 *
 * <p>No message of an exception in this package contains an address: such messages end in logs and job errors, which
 * hold ids only.
 */
@NullMarked
package dev.rota.mail;

import org.jspecify.annotations.NullMarked;
