/**
 * What several systems share: opening days, mail that goes out once, preferences, data files, and their tables.
 *
 * <h2>Tables</h2>
 *
 * One database holds the tables of all systems, told apart by prefix: {@code core_} for those of this package, the
 * system's name for its own. {@link dev.rota.systems.common.SystemSchema} brings each system's tables up to date with a
 * history of its own. The same SQL runs on SQLite and PostgreSQL, which settles the column types:
 *
 * <ul>
 *   <li>ids are {@code bigint}; a generated one is declared {@code id ${identity}}
 *   <li>instants are {@code bigint}, milliseconds since 1970-01-01T00:00Z: they compare as numbers and know no zone
 *   <li>dates are {@code text}, {@code yyyy-MM-dd}, local to the site; times of day are {@code text}, {@code HH:mm}. Both
 *       compare as text
 *   <li>flags are {@code integer}, 0 or 1; names and states are {@code text} with a check
 * </ul>
 *
 * {@link dev.rota.systems.common.Columns} converts in both directions; nothing else should.
 *
 * <h2>Mail that goes out once</h2>
 *
 * {@link dev.rota.systems.common.Outbox} divides a notice in two. The <em>claim</em> is a row with a unique key, written
 * in the transaction in which the system notes that the notice is due; it decides, once, whether there is a mail at all
 * (an address, not suppressed, not opted out). The <em>delivery</em> is a job of its own that may run any number of
 * times. Only one doubt can arise, a worker that died between the server's answer and its own commit, and the Message-ID,
 * which follows from the unique key, lets the next attempt ask the server's side. Where nobody can be asked, the message
 * becomes {@code unknown} and waits for a person: a missing mail can be sent later, a second one cannot be taken back.
 *
 * <h2>Short transactions</h2>
 *
 * On SQLite there is one writer at a time, shared with the engine. No transaction here spans a network call.
 */
@NullMarked
package dev.rota.systems.common;

import org.jspecify.annotations.NullMarked;
