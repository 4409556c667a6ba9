package dev.rota.job;

import static dev.rota.job.JobState.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    void the_diagram_shows_every_pair_and_no_other() throws IOException {
        Set<String> shown = new TreeSet<>();
        Matcher arrow = Pattern.compile("^ +(\\w+) --> (\\w+)(?=:|$)", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("..", "docs", "job-lifecycle.md")));
        while (arrow.find()) {
            shown.add(JobState.valueOf(arrow.group(1).toUpperCase(Locale.ROOT)) + " -> "
                    + JobState.valueOf(arrow.group(2).toUpperCase(Locale.ROOT)));
        }
        Set<String> legal = new TreeSet<>();
        for (JobState from : JobState.values()) {
            from.next().forEach(to -> legal.add(from + " -> " + to));
        }
        assertThat(shown).isEqualTo(legal);
    }

    @Test
    void live_states_are_those_that_change_by_themselves() {
        assertThat(JobState.live()).containsExactlyInAnyOrder(SCHEDULED, QUEUED, BLOCKED, RUNNING, RETRYING);
        assertThat(FAILED.isFinished()).isTrue();
        assertThat(RETRYING.isFinished()).isFalse();
    }
}
