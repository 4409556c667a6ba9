package dev.rota.web;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an operation would be about.
 *
 * @param matched how many jobs match
 * @param eligible to how many of those that were counted it can be done
 * @param notEligible the states that do not allow it, with how many are in each
 * @param sample the newest of them
 */
record OperationPreview(JobSearch.Count matched, int eligible, Map<JobState, Integer> notEligible, List<Job> sample) {
    private static final int SAMPLE = 5;

    static OperationPreview of(JobSearch.Found found, BulkAction action) {
        Map<JobState, Integer> not = new EnumMap<>(JobState.class);
        int eligible = 0;
        for (Job job : found.jobs()) {
            if (action.isAllowedIn(job.state())) {
                eligible++;
            } else {
                not.merge(job.state(), 1, Integer::sum);
            }
        }
        return new OperationPreview(
                new JobSearch.Count(found.jobs().size(), found.next() == null),
                eligible,
                not,
                found.jobs().stream().limit(SAMPLE).toList());
    }
}
