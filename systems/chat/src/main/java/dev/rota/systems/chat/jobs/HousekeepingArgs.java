package dev.rota.systems.chat.jobs;

/**
 * The arguments of a housekeeping job.
 *
 * @param task as {@link dev.rota.systems.chat.duty.HousekeepingTask#text} gives it
 * @param source as {@link dev.rota.systems.chat.duty.RunSource#text} gives it
 * @param dryRun whether to count only
 */
public record HousekeepingArgs(String task, String source, boolean dryRun) {}
