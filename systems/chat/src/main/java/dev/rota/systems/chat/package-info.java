/**
 * A chat's housekeeping: old conversations, orphaned messages and unverified users go, statistics are kept.
 *
 * <p>{@link dev.rota.systems.chat.duty} holds the duties, free of any job engine. {@link dev.rota.systems.chat.admin} is
 * what a superuser sees of them: endpoints, a page and commands. {@link dev.rota.systems.chat.data} fills the tables. This
 * package joins them to one program: one job type runs every task, its exclusion key lets one run at a time whatever the
 * number of processes, and the schedules make such jobs.
 */
@NullMarked
package dev.rota.systems.chat;

import org.jspecify.annotations.NullMarked;
