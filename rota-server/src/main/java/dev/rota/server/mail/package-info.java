/**
 * The job type {@code mail}: one mail to one recipient, sent by the SMTP server that the operator has named.
 *
 * <p>Where none is named such a job fails at once and says so, because to wait would help nobody; the operator names one and
 * retries the jobs. The Message-ID is made of the job's idempotency key, so that a second attempt composes the same mail and
 * the receiving side can tell.
 */
@NullMarked
package dev.rota.server.mail;

import org.jspecify.annotations.NullMarked;
