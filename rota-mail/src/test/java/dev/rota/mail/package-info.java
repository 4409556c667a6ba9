/** Mails, their checks, and sending them to a real SMTP server. */
@NullMarked
package dev.rota.mail;

import org.jspecify.annotations.NullMarked;
