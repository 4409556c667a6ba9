package dev.rota.cli;

import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Via;
import dev.rota.store.Store;
import org.jspecify.annotations.Nullable;

/** Records what commands change in a database, under the names that a server records the same under. */
record StoreActs(Store store, String user) {
    /**
     * Appends an act.
     *
     * @param action such as {@code job.retry}
     * @param target such as {@code job:4711}
     */
    void record(String action, String target, @Nullable String reason) {
        store.console()
                .audit()
                .append(Act.of(user, Via.CLI, action).target(target).reason(reason));
    }

    /** The same with what it changed. */
    void record(String action, String target, @Nullable String reason, Body before, Body after) {
        store.console()
                .audit()
                .append(Act.of(user, Via.CLI, action)
                        .target(target)
                        .change(DataWriter.line(before.members()), DataWriter.line(after.members()))
                        .reason(reason));
    }
}
