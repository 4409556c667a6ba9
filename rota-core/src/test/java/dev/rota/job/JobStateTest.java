package dev.rota.job;

import static dev.rota.job.JobState.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class JobStateTest {
    /** The table of the design, written down a second time. */
    private static final Map<JobState, Set<JobState>> TABLE = Map.of(
            SCHEDULED, Set.of(RUNNING, QUEUED, BLOCKED, CANCELLED),
            RETRYING, Set.of(RUNNING, QUEUED, BLOCKED, CANCELLED),
            QUEUED, Set.of(RUNNING, SCHEDULED, BLOCKED, CANCELLED),
            BLOCKED, Set.of(QUEUED, CANCELLED),
            RUNNING, Set.of(SUCCEEDED, RETRYING, FAILED, CANCELLED, SCHEDULED, QUEUED),
            FAILED, Set.of(QUEUED, CANCELLED),
            SUCCEEDED, Set.of(),
            CANCELLED, Set.of());

    @Test
    void every_pair_of_states_is_as_in_the_table() {
        List<String> wrong = new ArrayList<>();
        for (JobState from : JobState.values()) {
            for (JobState to : JobState.values()) {
                if (from.mayBecome(to) != TABLE.getOrDefault(from, Set.of()).contains(to)) {
                    wrong.add(from + " -> " + to);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void live_states_are_those_that_change_by_themselves() {
        assertThat(JobState.live()).containsExactlyInAnyOrder(SCHEDULED, QUEUED, BLOCKED, RUNNING, RETRYING);
        assertThat(FAILED.isFinished()).isTrue();
        assertThat(RETRYING.isFinished()).isFalse();
    }
}
