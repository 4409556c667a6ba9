/**
 * What the application does to its tables and to its mails.
 *
 * <p>A method that changes something on a user's behalf does so in one transaction with the jobs that follow from it. What
 * jobs call may be called again after any failure: a line of the log, a credit, a mail exists once for its key.
 *
 * <p>What a user may not have is refused with a {@link dev.rota.systems.webapp.app.RefusedException}, whose message is
 * meant for that user.
 */
@NullMarked
package dev.rota.systems.webapp.app;

import org.jspecify.annotations.NullMarked;
