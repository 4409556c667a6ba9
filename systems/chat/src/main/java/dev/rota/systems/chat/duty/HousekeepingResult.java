package dev.rota.systems.chat.duty;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run did. Counts are null where its task has no such step, and where the step failed before it counted anything.
 *
 * @param task what was run
 * @param dryRun whether it only counted; the statistics are taken all the same
 * @param deletedConversations conversations deleted, or found in a dry run; not their messages
 * @param cleanedMessages messages without conversation
 * @param deletedUsers unverified users
 * @param stats what was there at the end
 * @param errors what failed, one line for each step
 */
public record HousekeepingResult(
        HousekeepingTask task,
        boolean dryRun,
        @Nullable Long deletedConversations,
        @Nullable Long cleanedMessages,
        @Nullable Long deletedUsers,
        @Nullable Statistics stats,
        List<String> errors) {
    public HousekeepingResult {
        errors = List.copyOf(errors);
    }

    /** The same with these errors. */
    HousekeepingResult failing(List<String> newErrors) {
        return new HousekeepingResult(
                task, dryRun, deletedConversations, cleanedMessages, deletedUsers, stats, newErrors);
    }

    /** Whether every step succeeded, some did, or none. */
    public RunStatus status() {
        if (errors.isEmpty()) {
            return RunStatus.SUCCEEDED;
        }
        return errors.size() < task.steps().size() ? RunStatus.PARTIAL : RunStatus.FAILED;
    }
}
