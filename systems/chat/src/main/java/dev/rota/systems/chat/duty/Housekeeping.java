package dev.rota.systems.chat.duty;

import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs housekeeping tasks and keeps what they did. A step that fails does not stop the next; statistics come last, so
 * that they show what the others left. Whoever calls it sees to it that there is one run at a time; two at once delete
 * nothing twice all the same. Thread-safe.
 */
public final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final TransactionTemplate transactions;
    private final ChatSettings settings;
    private final HousekeepingRuns runs;
    private final ChatStatistics statistics;
    private final Map<HousekeepingTask, Step> steps;

    private interface Step {
        void run(HousekeepingRun run, DutyProgress progress);
    }

    /** Works on the chat's tables. */
    public Housekeeping(JdbcClient jdbc, TransactionTemplate transactions, ChatSettings settings) {
        this.transactions = transactions;
        this.settings = settings;
        this.statistics = new ChatStatistics(jdbc);
        this.runs = new HousekeepingRuns(jdbc);
        Batches batches = new Batches(jdbc, transactions, settings.batch());
        ConversationCleanup conversations = new ConversationCleanup(batches, settings.conversations());
        MessageCleanup messages = new MessageCleanup(jdbc, batches, settings.batch());
        UserCleanup users = new UserCleanup(batches);
        this.steps = Map.of(
                HousekeepingTask.CONVERSATIONS, (run, progress) -> clean(run, conversations, progress),
                HousekeepingTask.MESSAGES, (run, progress) -> clean(run, messages, progress),
                HousekeepingTask.USERS, (run, progress) -> clean(run, users, progress),
                HousekeepingTask.STATS, (run, progress) -> takeStatistics(run));
    }

    /** The runs that are kept. */
    public HousekeepingRuns runs() {
        return runs;
    }

    /** The statistics that are kept. */
    public ChatStatistics statistics() {
        return statistics;
    }

    /**
     * Runs a task, or goes on with it.
     *
     * @param now the instant it is to see; one that goes on sees the instant it began with
     * @return the run as it is kept, with the steps that failed
     */
    public HousekeepingRun run(RunOrder order, Instant now, DutyProgress progress) {
        Instant cutoff = settings.conversations().cutoff(now);
        HousekeepingRun run = Objects.requireNonNull(transactions.execute(status -> runs.begin(order, now, cutoff)));
        List<String> errors = new ArrayList<>();
        for (HousekeepingTask step : order.task().steps()) {
            progress.checkpoint();
            try {
                Objects.requireNonNull(steps.get(step)).run(run, progress);
            } catch (RuntimeException e) {
                // When the step was stopped from outside, this throws, and there is no next step.
                progress.checkpoint();
                LOG.error("Housekeeping job {}: {} failed", order.jobId(), step.text(), e);
                progress.failed(step.text(), message(e));
                errors.add(step.text() + ": " + message(e));
            }
        }
        return Objects.requireNonNull(transactions.execute(status -> runs.finish(run, errors, now)));
    }

    private void clean(HousekeepingRun run, ConversationCleanup conversations, DutyProgress progress) {
        long rows = run.result().dryRun()
                ? counted(run, HousekeepingTask.CONVERSATIONS, conversations.count(run.cutoff()))
                : conversations.delete(run.cutoff(), progress, counting(run, HousekeepingTask.CONVERSATIONS));
        progress.log(verb(run) + rows + " conversations older than "
                + settings.conversations().keep().toDays() + " days");
    }

    private void clean(HousekeepingRun run, MessageCleanup messages, DutyProgress progress) {
        Instant before = run.seenAt().minus(settings.orphansAfter());
        long rows = run.result().dryRun()
                ? counted(run, HousekeepingTask.MESSAGES, messages.count(before, progress))
                : messages.delete(before, progress, counting(run, HousekeepingTask.MESSAGES));
        progress.log(verb(run) + rows + " orphaned messages");
    }

    private void clean(HousekeepingRun run, UserCleanup users, DutyProgress progress) {
        Instant before = run.seenAt().minus(settings.unverifiedUsersAfter());
        long rows = run.result().dryRun()
                ? counted(run, HousekeepingTask.USERS, users.count(before))
                : users.delete(before, progress, counting(run, HousekeepingTask.USERS));
        progress.log(verb(run) + rows + " users who never verified their address");
    }

    private void takeStatistics(HousekeepingRun run) {
        if (run.result().stats() == null) {
            transactions.executeWithoutResult(
                    status -> runs.tookStatistics(run, statistics.take(run.seenAt(), run.source())));
        }
    }

    /** Zero is counted too, so that a step that found nothing is told from one that did not run. */
    private BatchCount counting(HousekeepingRun run, HousekeepingTask step) {
        runs.count(run, step, 0);
        return rows -> runs.count(run, step, rows);
    }

    private long counted(HousekeepingRun run, HousekeepingTask step, long rows) {
        runs.count(run, step, rows);
        return rows;
    }

    private static String verb(HousekeepingRun run) {
        return run.result().dryRun() ? "Would delete " : "Deleted ";
    }

    private static String message(RuntimeException e) {
        String text = e.getMessage();
        return e.getClass().getSimpleName() + (text == null ? "" : " " + text.replaceAll("\\s+", " "));
    }
}
