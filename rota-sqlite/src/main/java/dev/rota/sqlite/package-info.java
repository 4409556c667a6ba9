/**
 * The store on a SQLite file: one machine, any number of processes, nothing to install.
 *
 * <p>SQLite lets one connection write at a time. So a store has one writing connection, and a fair gate
 * ({@link dev.rota.sqlite.WriteGate}) in front of it that the application's own connections to the file share
 * ({@link dev.rota.sqlite.SqliteDataSource}): nobody in one process ever sees {@code SQLITE_BUSY} because of another
 * thread, and nobody is overtaken. Readers have connections of their own and, in WAL mode, wait for nobody. Every writing
 * transaction is begun with {@code BEGIN IMMEDIATE}, so that it never has to give way after its first statement.
 *
 * <p>Times are the process's clock in microseconds: processes that share a file share a machine. Lists go into a
 * statement as one JSON text and are taken apart by {@code json_each}, so that finishing or claiming hundreds of jobs
 * takes a handful of statements.
 */
@NullMarked
package dev.rota.sqlite;

import org.jspecify.annotations.NullMarked;
