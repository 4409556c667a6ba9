package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Attempt;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobArchive;
import dev.rota.store.Store;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;

/** What must be true of a store at any moment, whatever was done to it. */
final class StoreInvariants {
    private static final int MOST = 1000;
    private static final int MOST_WITH_ATTEMPTS = 100;

    private StoreInvariants() {}

    /** Looks at the newest jobs, and at the attempts of some. */
    static void check(Store store) {
        List<Job> jobs = store.archive().list(JobArchive.Query.NEWEST.limit(MOST));
        SoftAssertions softly = new SoftAssertions();
        jobs.forEach(job -> checkJob(softly, job));
        jobs.stream().limit(MOST_WITH_ATTEMPTS).forEach(job -> {
            softly.assertThat(store.archive().find(job.id()))
                    .as("job %d found alone and in the list", job.id())
                    .contains(job);
            checkAttempts(softly, job, store.archive().attempts(job.id()));
        });
        checkExclusion(softly, jobs);
        if (jobs.size() < MOST) {
            checkCounts(softly, jobs, store.archive().counts(MOST));
        }
        softly.assertAll();
        assertThat(jobs).as("jobs, newest first").isSortedAccordingTo((a, b) -> Long.compare(b.id(), a.id()));
    }

    private static void checkJob(SoftAssertions softly, Job job) {
        String name = "job " + job.id() + " (" + job.state() + ")";
        softly.assertThat(job.blockedBy() != null)
                .as(name + " has blockedBy if and only if it is blocked")
                .isEqualTo(job.state() == JobState.BLOCKED);
        softly.assertThat(job.times().finishedAt() != null)
                .as(name + " has finishedAt if and only if it has finished")
                .isEqualTo(job.state().isFinished());
        softly.assertThat(job.attempt()).as(name + " attempt").isBetween(0, (int) job.lease());
        softly.assertThat(job.crashes()).as(name + " crashes").isBetween(0, (int) job.lease());
        if (job.state() == JobState.RUNNING) {
            softly.assertThat(job.workerId()).as(name + " worker").isNotNull();
            softly.assertThat(job.times().claimedAt()).as(name + " claimedAt").isNotNull();
            softly.assertThat(job.attempt()).as(name + " attempt").isPositive();
        }
    }

    private static void checkAttempts(SoftAssertions softly, Job job, List<Attempt> attempts) {
        String name = "attempts of job " + job.id() + " (" + job.state() + ")";
        softly.assertThat(attempts)
                .as(name + " in the order of their leases, one for each")
                .isSortedAccordingTo((a, b) -> Long.compare(a.lease(), b.lease()))
                .extracting(Attempt::lease)
                .doesNotHaveDuplicates();
        softly.assertThat(attempts)
                .as(name + " belong to it")
                .allMatch(a -> a.jobId() == job.id() && a.lease() <= job.lease() && a.number() >= 1);
        softly.assertThat(attempts)
                .as(name + " have ended unless they run")
                .allMatch(a -> (a.endedAt() == null) == (a.outcome() == Attempt.Outcome.RUNNING));
        softly.assertThat(attempts.stream().filter(a -> a.outcome() == Attempt.Outcome.RUNNING))
                .as(name + " that run")
                .hasSize(job.state() == JobState.RUNNING ? 1 : 0);
    }

    private static void checkExclusion(SoftAssertions softly, List<Job> jobs) {
        Map<String, Integer> holders = new HashMap<>();
        Map<String, Integer> limits = new HashMap<>();
        for (Job job : jobs) {
            ExclusionKey key = job.request().exclusion();
            if (key == null) {
                continue;
            }
            limits.merge(key.key(), key.limit(), Math::max);
            if (Set.of(JobState.QUEUED, JobState.RUNNING).contains(job.state())) {
                holders.merge(key.key(), 1, Integer::sum);
            }
        }
        holders.forEach((key, count) -> softly.assertThat(count)
                .as("jobs queued or running with exclusion key " + key)
                .isLessThanOrEqualTo(limits.get(key)));
    }

    private static void checkCounts(SoftAssertions softly, List<Job> jobs, Map<JobState, Long> counts) {
        Map<JobState, Long> expected = new EnumMap<>(JobState.class);
        for (Job job : jobs) {
            if (job.state() != JobState.SUCCEEDED && job.state() != JobState.CANCELLED) {
                expected.merge(job.state(), 1L, Long::sum);
            }
        }
        for (JobState state : JobState.values()) {
            softly.assertThat(counts.getOrDefault(state, 0L))
                    .as("jobs counted as " + state)
                    .isEqualTo(expected.getOrDefault(state, 0L));
        }
    }
}
