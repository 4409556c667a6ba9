/**
 * What the stores on SQLite and PostgreSQL share: statements with named parameters, rows, transactions, migrations.
 *
 * <p>There is no SQL about jobs here. Each store writes its statements as whole texts ({@link dev.rota.jdbc.Sql}), runs
 * them on a {@link dev.rota.jdbc.Session}, and gets its sessions from {@link dev.rota.jdbc.Transactions}, which commits,
 * rolls back, gives every connection back, and turns an {@code SQLException} into a
 * {@link dev.rota.store.StoreException}. What differs between the databases below the level of a statement (how an
 * instant or a list is bound, which errors may be retried) is a {@link dev.rota.jdbc.Dialect}. Column names are equal in
 * both, so that the readers of rows are shared: {@link dev.rota.jdbc.JobRows}, {@link dev.rota.jdbc.ScheduleRows},
 * {@link dev.rota.jdbc.WorkerRows}. What the console keeps stands in {@code dev.rota.jdbc.console}, statements included.
 */
@NullMarked
package dev.rota.jdbc;

import org.jspecify.annotations.NullMarked;
