package dev.rota.systems.audiobooks.jobs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, as it is stored with its job.
 *
 * @param did in plain words
 * @param taskId the row of the run; null if an earlier attempt had done it all
 * @param became how many items became what in this attempt
 */
public record TaskResult(String did, @Nullable Long taskId, Map<String, Integer> became) {}
