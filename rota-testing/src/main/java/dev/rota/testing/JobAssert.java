package dev.rota.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Jobs;
import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.job.JobState;
import dev.rota.job.LogLine;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What is expected of a job. Each method looks anew, and throws {@link AssertionError} with what was found. */
public final class JobAssert {
    private static final int MOST_LINES = 10_000;

    private final Jobs jobs;
    private final long id;

    JobAssert(Jobs jobs, long id) {
        this.jobs = jobs;
        this.id = id;
    }

    private Job job() {
        return jobs.find(id).orElseThrow(() -> new AssertionError("There is no job " + id));
    }

    private String description() {
        List<String> attempts = jobs.attempts(id).stream()
                .map(attempt -> attempt.number() + " " + attempt.outcome() + words(attempt.error()))
                .toList();
        return "job " + id + " of type " + job().type() + ", attempts " + attempts;
    }

    private static String words(@org.jspecify.annotations.Nullable JobError error) {
        return error == null ? "" : " (" + error.type() + ": " + error.message() + ")";
    }

    public JobAssert hasState(JobState expected) {
        assertThat(job().state()).as(description()).isEqualTo(expected);
        return this;
    }

    public JobAssert hasSucceeded() {
        return hasState(JobState.SUCCEEDED);
    }

    public JobAssert hasFailed() {
        return hasState(JobState.FAILED);
    }

    /** What its attempts came to, the first one first. */
    public JobAssert hasOutcomes(Attempt.Outcome... expected) {
        assertThat(jobs.attempts(id))
                .as(description())
                .extracting(Attempt::outcome)
                .containsExactlyElementsOf(Arrays.asList(expected));
        return this;
    }

    /** Its last attempt that failed, failed with this type of error. */
    public JobAssert failedWith(Class<? extends Throwable> expected) {
        List<String> errors = jobs.attempts(id).stream()
                .map(Attempt::error)
                .filter(Objects::nonNull)
                .map(JobError::type)
                .toList();
        assertThat(errors).as(description()).isNotEmpty();
        assertThat(errors.get(errors.size() - 1)).as(description()).isEqualTo(expected.getName());
        return this;
    }

    /** One of its log lines contains {@code text}. */
    public JobAssert hasLogged(String text) {
        assertThat(jobs.log(id, 0, MOST_LINES))
                .as("log of " + description())
                .extracting(LogLine::text)
                .anyMatch(line -> line.contains(text));
        return this;
    }

    /** Its stored result, as JSON. */
    public JobAssert hasResult(String json) {
        assertThat(job().result()).as(description()).isEqualTo(json);
        return this;
    }
}
