/**
 * What requests hand on: the job types, their arguments, and under which key each is enqueued.
 *
 * <p>Arguments hold ids and what cannot be looked up later, such as the title of an item that is deleted by then. They
 * never hold an address, a password or a token: those are looked up when the job runs, by whoever may see them.
 */
@NullMarked
package dev.rota.systems.webapp.task;

import org.jspecify.annotations.NullMarked;
