/**
 * The duties as jobs: when each runs, and what its run leaves behind.
 *
 * <p>A method here decides nothing about the library. It takes the instant from the job's clock, hands it to the duty with
 * a {@link dev.rota.systems.library.duty.DutyProgress} that is the job's own, and puts into words what came of it: the last
 * line of the job's log, which is also the beginning of its result. Words, results and log lines hold ids and counts, never
 * names or addresses.
 *
 * <p>Mails are jobs of their own. {@link dev.rota.systems.library.jobs.MailOrders} enqueues a delivery in the transaction
 * that claims its message, so that neither can be without the other.
 */
@NullMarked
package dev.rota.systems.library.jobs;

import org.jspecify.annotations.NullMarked;
