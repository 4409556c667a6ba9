/**
 * Rota in a Spring Boot application.
 *
 * <p>The auto-configuration builds one {@link dev.rota.Rota} bean on the application's own database, PostgreSQL or SQLite,
 * so that {@code rota.enqueue(…)} inside {@code @Transactional} is committed or rolled back with everything else; an
 * application without a database gets a SQLite file. Handlers are beans: a {@link dev.rota.job.JobHandler}, or a method
 * with {@link dev.rota.spring.RotaJob}. They are found by their types before any of them is made, so a handler may have
 * Rota injected, and whatever is wrong with them (a type twice, a malformed cron) stops the start with a message that says
 * what to do.
 *
 * <p>The engine starts last and stops first: when the context closes nothing more is claimed, running attempts have
 * {@code rota.worker.grace} to end, and the database is closed after that. Each application context is a worker of its own,
 * so a restart by DevTools, several contexts in one JVM and contexts kept by a test share a store in the same safe way as
 * several processes do. All settings and their defaults stand in {@link dev.rota.spring.RotaProperties}.
 */
@NullMarked
package dev.rota.spring;

import org.jspecify.annotations.NullMarked;
