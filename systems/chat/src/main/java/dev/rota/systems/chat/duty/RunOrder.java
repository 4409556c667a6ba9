package dev.rota.systems.chat.duty;

/**
 * What is to be run.
 *
 * @param jobId the job that it is; an order with the same id goes on where the earlier one was broken off
 * @param task what
 * @param source who wants it
 * @param dryRun whether to count only
 */
public record RunOrder(long jobId, HousekeepingTask task, RunSource source, boolean dryRun) {}
