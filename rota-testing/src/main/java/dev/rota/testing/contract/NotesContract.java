package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLevel;
import dev.rota.job.LogLine;
import dev.rota.job.Progress;
import dev.rota.store.AttemptNotes.LogNote;
import dev.rota.store.AttemptNotes.ProgressNote;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a running attempt writes down beside its job: progress, checkpoints and log lines, fenced by its lease. */
public abstract class NotesContract extends StoreContract {
    private static final Progress PROGRESS = new Progress(40, 2, 100L, "mails");

    protected NotesContract(ContractStore fixture) {
        super(fixture);
    }

    private void report(Job job, Progress progress) {
        store.jobs().saveProgress(List.of(new ProgressNote(job.id(), job.lease(), progress)));
    }

    private void log(Job job, LogLine... lines) {
        store.jobs().appendLog(List.of(new LogNote(job.id(), job.lease(), List.of(lines))));
    }

    private static LogLine line(Job job, long seq) {
        return new LogLine(seq, job.lease(), START.plusMillis(seq), LogLevel.INFO, "line " + seq);
    }

    private List<String> texts(long id) {
        return store.archive().log(id, 0, 1000).stream().map(LogLine::text).toList();
    }

    /** The same job under its second lease. */
    private Job claimedAgain(Job job) {
        end(job, new Transition.Release("stopping", true));
        return claimOne(workerOf(job));
    }

    @Test
    void progress_is_seen_while_the_job_runs() {
        Job job = running(worker());
        report(job, PROGRESS);
        assertThat(find(job.id()).progress()).isEqualTo(PROGRESS);
        Progress later = new Progress(41, 3, null, null);
        report(job, later);
        assertThat(find(job.id()).progress()).isEqualTo(later);
    }

    @Test
    void a_checkpoint_is_gone_when_its_job_has_ended() {
        long worker = worker();
        Job job = running(worker);
        end(job, retry(Duration.ZERO));
        Job again = claimOne(worker);
        store.jobs().saveCheckpoint(again.id(), again.lease(), "7");
        assertThat(finish(new Finish(again, SUCCEED, PROGRESS)).lost()).isEmpty();
        assertThat(find(job.id()).progress()).isEqualTo(PROGRESS);
        assertThat(store.jobs().checkpoint(job.id())).isEmpty();
    }

    @Test
    void progress_under_an_older_lease_is_passed_over() {
        Job stale = running(worker());
        Job again = claimedAgain(stale);
        report(again, PROGRESS);
        report(stale, new Progress(1, 1, null, null));
        assertThat(find(stale.id()).progress()).isEqualTo(PROGRESS);
        end(again, SUCCEED);
        report(again, PROGRESS);
        report(new Job(987_654, again.state(), job(), 1, 0, 1, 1L, again.times(), null, null, null, null), PROGRESS);
    }

    @Test
    void no_progress_is_nothing_to_save() {
        store.jobs().saveProgress(List.of());
        store.jobs().appendLog(List.of());
    }

    @Test
    void a_checkpoint_is_there_for_the_next_attempt() {
        long worker = worker();
        Job job = running(worker);
        assertThat(store.jobs().checkpoint(job.id())).isEmpty();
        assertThat(store.jobs().saveCheckpoint(job.id(), job.lease(), "{\"id\":7}"))
                .isTrue();
        assertThat(store.jobs().saveCheckpoint(job.id(), job.lease(), "{\"id\":8}"))
                .isTrue();
        end(job, retry(Duration.ZERO));
        claimOne(worker);
        assertThat(store.jobs().checkpoint(job.id())).contains("{\"id\":8}");
    }

    @Test
    void progress_and_checkpoint_do_not_overwrite_each_other() {
        Job job = running(worker());
        report(job, PROGRESS);
        store.jobs().saveCheckpoint(job.id(), job.lease(), "7");
        assertThat(find(job.id()).progress()).isEqualTo(PROGRESS);
        report(job, new Progress(50, 2, 100L, "mails"));
        assertThat(store.jobs().checkpoint(job.id())).contains("7");
    }

    @Test
    void a_checkpoint_under_an_older_lease_is_refused() {
        Job stale = running(worker());
        store.jobs().saveCheckpoint(stale.id(), stale.lease(), "1");
        Job again = claimedAgain(stale);
        assertThat(store.jobs().saveCheckpoint(stale.id(), stale.lease(), "2")).isFalse();
        assertThat(store.jobs().checkpoint(stale.id())).contains("1");
        assertThat(store.jobs().saveCheckpoint(again.id(), again.lease(), "3")).isTrue();
        end(again, SUCCEED);
        assertThat(store.jobs().saveCheckpoint(again.id(), again.lease(), "4")).isFalse();
    }

    @Test
    void log_lines_are_kept_in_the_order_in_which_they_were_added() {
        Job job = running(worker());
        LogLine first = new LogLine(1, job.lease(), START.plusMillis(5), LogLevel.WARN, "tab\t\"quote\" 漢 🦉");
        LogLine second = new LogLine(2, job.lease(), START.plusMillis(4), LogLevel.ERROR, "");
        log(job, first, second);
        log(job, line(job, 3));
        List<LogLine> lines = store.archive().log(job.id(), 0, 10);
        assertThat(lines).extracting(LogLine::text).containsExactly("tab\t\"quote\" 漢 🦉", "", "line 3");
        assertThat(lines).extracting(LogLine::level).containsExactly(LogLevel.WARN, LogLevel.ERROR, LogLevel.INFO);
        assertThat(lines)
                .extracting(LogLine::at)
                .containsExactly(START.plusMillis(5), START.plusMillis(4), START.plusMillis(3));
        assertThat(lines).extracting(LogLine::lease).containsOnly(job.lease());
    }

    @Test
    void a_log_is_read_page_by_page() {
        Job job = running(worker());
        log(job, LongStream.rangeClosed(1, 25).mapToObj(seq -> line(job, seq)).toArray(LogLine[]::new));
        long after = 0;
        int read = 0;
        for (int size : new int[] {10, 10, 5, 0}) {
            List<LogLine> page = store.archive().log(job.id(), after, 10);
            assertThat(page).hasSize(size);
            for (LogLine line : page) {
                assertThat(line.seq()).isGreaterThan(after);
                assertThat(line.text()).isEqualTo("line " + ++read);
                after = line.seq();
            }
        }
    }

    @Test
    void lines_of_a_later_attempt_follow_those_of_an_earlier_one() {
        Job first = running(worker());
        log(first, line(first, 1), line(first, 2));
        Job second = claimedAgain(first);
        log(second, line(second, 1));
        List<LogLine> lines = store.archive().log(first.id(), 0, 10);
        assertThat(lines).extracting(LogLine::lease).containsExactly(1L, 1L, 2L);
        assertThat(lines).extracting(LogLine::seq).doesNotHaveDuplicates().isSorted();
        assertThat(store.archive().log(first.id(), lines.get(1).seq(), 10)).containsExactly(lines.get(2));
    }

    @Test
    void log_lines_under_an_older_lease_are_passed_over() {
        Job stale = running(worker());
        Job again = claimedAgain(stale);
        store.jobs()
                .appendLog(List.of(
                        new LogNote(stale.id(), stale.lease(), List.of(line(stale, 1))),
                        new LogNote(again.id(), again.lease(), List.of(line(again, 2)))));
        assertThat(texts(stale.id())).containsExactly("line 2");
    }

    @Test
    void log_lines_may_be_added_in_the_transaction_that_finishes_their_job() throws Exception {
        Job job = running(worker());
        log(job, line(job, 1));
        store.transaction(connection -> {
            store.jobs().appendLog(connection, List.of());
            store.jobs()
                    .appendLog(
                            connection,
                            List.of(new LogNote(job.id(), job.lease(), List.of(line(job, 2), line(job, 3)))));
            assertThat(store.jobs().finish(connection, workerOf(job), new Finish(job, SUCCEED, null)))
                    .isTrue();
        });
        assertThat(texts(job.id())).containsExactly("line 1", "line 2", "line 3");
        assertThat(state(job.id())).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void log_lines_that_are_added_in_a_transaction_share_its_fate_and_are_fenced() throws Exception {
        Job stale = running(worker());
        Job again = claimedAgain(stale);
        assertThatThrownBy(() -> store.transaction(connection -> {
                    store.jobs()
                            .appendLog(
                                    connection,
                                    List.of(new LogNote(again.id(), again.lease(), List.of(line(again, 1)))));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        store.transaction(connection -> store.jobs()
                .appendLog(connection, List.of(new LogNote(stale.id(), stale.lease(), List.of(line(stale, 2))))));
        assertThat(texts(stale.id())).isEmpty();
    }

    @Test
    void the_log_of_a_finished_job_can_be_read() {
        Job job = running(worker());
        log(job, line(job, 1));
        end(job, SUCCEED);
        assertThat(texts(job.id())).containsExactly("line 1");
    }

    @Test
    void logs_of_different_jobs_are_apart() {
        Job first = running(worker());
        Job second = running(worker());
        store.jobs()
                .appendLog(List.of(
                        new LogNote(first.id(), first.lease(), List.of(line(first, 1))),
                        new LogNote(second.id(), second.lease(), List.of(line(second, 2)))));
        assertThat(texts(first.id())).containsExactly("line 1");
        assertThat(texts(second.id())).containsExactly("line 2");
    }
}
