/**
 * The second seam: what the dashboard, REST and the commands keep, beside the jobs.
 *
 * <p>{@link dev.rota.console.ConsoleStore} is the way in; behind it is one small interface for each thing that is kept:
 * users, API tokens, sessions, refresh tokens, one-time links, the audit, saved views, operations on many jobs,
 * idempotency keys, settings. Each verb is one transaction. Whatever two processes could do at once (take a one-time link,
 * begin a request under an idempotency key, go on with an operation, take the last administrator away) is decided in the
 * store, so that exactly one of them does it, and each verb says whether it happened.
 *
 * <p>Secrets do not get here. A password comes hashed by whoever knows how; of tokens, cookies and links only the
 * {@link dev.rota.console.SecretHash} is kept. What a length is bounded to is checked where the value is made, with an
 * {@link java.lang.IllegalArgumentException} that says what was found and what was expected.
 *
 * <p>Time is the store's, as in {@code dev.rota.store}: nothing expires by the clock of a process. All methods of all
 * interfaces throw {@code StoreException} when the database cannot be reached or refuses. Implementations are
 * thread-safe.
 */
@NullMarked
package dev.rota.console;

import org.jspecify.annotations.NullMarked;
