package dev.rota.systems.boardgames.jobs;

/**
 * The arguments of a run.
 *
 * @param name the job
 * @param source {@code schedule} or {@code manual}
 */
public record AlertJobArgs(String name, String source) {}
