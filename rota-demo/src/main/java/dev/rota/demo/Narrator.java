package dev.rota.demo;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.event.RotaListener;
import dev.rota.job.LogLine;
import dev.rota.job.Progress;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Says in plain words what happens. Mails are counted, not named one by one. */
final class Narrator implements RotaListener {
    private static final int MOST_LINES = 5_000;

    private final Rota rota;
    private final PrintStream out;
    private final Clock clock;

    Narrator(Rota rota, PrintStream out, Clock clock) {
        this.rota = rota;
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void on(RotaEvent event) {
        if (event instanceof RotaEvent.Succeeded done) {
            say(done.type() + " done in " + Words.duration(done.ran()) + items(done.progress()) + what(done.jobId()));
        } else if (event instanceof RotaEvent.Retrying retrying) {
            say(retrying.type() + " failed and is tried again in " + Words.duration(retrying.delay()) + ": "
                    + retrying.error().message());
        } else if (event instanceof RotaEvent.Failed failed) {
            say(failed.type() + " FAILED: " + failed.error().message() + ". See: ./rota jobs get " + failed.jobId());
        } else if (event instanceof RotaEvent.Rescued rescued) {
            say(rescued.type() + " was taken from a dead worker and runs again");
        } else if (event instanceof RotaEvent.StoreFailed failed) {
            String why = Sentences.isFull(failed.error()) ? "The disk is full" : "The database does not answer";
            say(why + "; tried again in " + Words.duration(failed.retryIn()));
        }
    }

    /** The last line that the job logged says what it did. */
    private String what(long jobId) {
        List<LogLine> lines = rota.jobs().log(jobId, 0, MOST_LINES);
        return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1).text();
    }

    private static String items(Progress progress) {
        if (progress.processed() == 0) {
            return "";
        }
        String failed = progress.failed() == 0 ? "" : ", " + progress.failed() + " failed";
        return " (" + progress.succeeded() + (progress.succeeded() == 1 ? " item" : " items") + failed + ")";
    }

    /** Says that something takes its time. */
    void stillRunning(String type, Progress progress, Duration since) {
        String of = progress.total() == null ? "" : " of " + progress.total();
        say(type + " has dealt with " + progress.processed() + of + " items after " + Words.duration(since));
    }

    synchronized void say(String line) {
        LocalTime now = LocalTime.ofInstant(clock.instant(), java.time.ZoneId.systemDefault());
        out.println(now.truncatedTo(ChronoUnit.SECONDS) + "  " + line);
    }
}
