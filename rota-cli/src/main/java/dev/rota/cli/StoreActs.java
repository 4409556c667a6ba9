package dev.rota.cli;

import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Via;
import dev.rota.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Records what commands change in a database, under the names that a server records the same under.
 *
 * @param given why, as the command was told; null if nobody says
 */
record StoreActs(Store store, String user, @Nullable String given) {
    /**
     * Appends an act.
     *
     * @param action such as {@code job.retry}
     * @param target such as {@code job:4711}
     */
    void record(String action, String target, @Nullable String reason) {
        store.console()
                .audit()
                .append(Act.of(user, Via.CLI, action).target(target).reason(reason(reason)));
    }

    /** What is to be said besides stands behind what was given, as a server has it. */
    private @Nullable String reason(@Nullable String besides) {
        if (given == null || besides == null || given.equals(besides)) {
            return given == null ? besides : given;
        }
        return given + " (" + besides + ")";
    }

    /** The same with what it changed. */
    void record(String action, String target, @Nullable String reason, Body before, Body after) {
        store.console()
                .audit()
                .append(Act.of(user, Via.CLI, action)
                        .target(target)
                        .change(DataWriter.line(before.members()), DataWriter.line(after.members()))
                        .reason(reason(reason)));
    }
}
