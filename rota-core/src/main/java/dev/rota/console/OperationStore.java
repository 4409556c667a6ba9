package dev.rota.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is done to many jobs at once. A process claims an operation, works through it, and says from time to time how far
 * it has come; if it falls silent, another goes on from there. Every claim has a lease that is greater than those before,
 * and whoever does not carry the latest one changes nothing.
 */
public interface OperationStore {
    /** Makes an operation, for some process to claim. */
    Operation create(NewOperation operation);

    Optional<Operation> find(long id);

    /**
     * Operations, the newest first.
     *
     * @param beforeId only ids below this: the id of the last operation of the page before; null for the first page
     * @param limit 1 to 1,000
     */
    List<Operation> list(@Nullable Long beforeId, int limit);

    /**
     * Claims the oldest operation that has not ended and that nobody works on. Of two who ask at once, one gets it.
     *
     * @param worker the process that asks, for people; 100 characters are kept
     * @param silence how long another must not have been heard of before its operation is taken over
     * @return the operation, with the lease that later calls must carry; empty if there is nothing to do
     */
    Optional<Operation> claimOne(String worker, Duration silence);

    /**
     * Says how far the operation has come, and that its worker lives.
     *
     * @return {@code RUNNING}, or {@code STOPPING} if the worker must {@link #finish finish}; empty if another has taken
     *     the operation over or it has ended: the worker must let it be
     */
    Optional<State> progress(long id, long lease, Progress progress);

    /**
     * Lets the operation go, for another process to go on with at once.
     *
     * @return false if it is not held with this lease
     */
    boolean release(long id, long lease);

    /**
     * Ends the operation.
     *
     * @return false if it is not held with this lease
     */
    boolean finish(long id, long lease, End end);

    /**
     * Asks for an end. An operation that nobody has begun is stopped at once.
     *
     * @return false if there is none of that id, or it has ended, or somebody has asked before
     */
    boolean requestStop(long id);

    /** What an operation is doing. */
    enum State {
        /** Worked on, or waiting for a process that does. */
        RUNNING,
        /** Somebody wants it to end. */
        STOPPING,
        /** Ended before all was done, because somebody wanted it. */
        STOPPED,
        /** All was done. */
        FINISHED,
        /** Given up because of an error. */
        FAILED;

        public boolean hasEnded() {
            return this == STOPPED || this == FINISHED || this == FAILED;
        }
    }

    /**
     * An operation to be made.
     *
     * @param action what is done to each job, {@code retry}, 1 to 100 characters
     * @param value what the action needs besides, as the queue that jobs are moved to, 200 characters at the most; null if
     *     it needs nothing
     * @param query which jobs, as it was searched for, 2,048 characters at the most
     * @param asOf only jobs as they were at this time; null for no such bound
     * @param createdBy who wants it, 1 to 100 characters
     * @param reason why, 1,000 characters at the most, or null
     * @param max how many jobs at the most, 1 or more; null means all
     */
    record NewOperation(
            String action,
            @Nullable String value,
            String query,
            @Nullable Instant asOf,
            String createdBy,
            @Nullable String reason,
            @Nullable Long max) {
        private static final int LONGEST_VALUE = 200;
        private static final int LONGEST_QUERY = 2048;
        private static final int LONGEST_REASON = 1000;

        public NewOperation {
            Texts.name("Action", action, Texts.NAME);
            Texts.optional("Value", value, LONGEST_VALUE);
            Texts.bounded("Query", query, LONGEST_QUERY);
            Texts.name("Maker of the operation", createdBy, Texts.NAME);
            Texts.optional("Reason", reason, LONGEST_REASON);
            if (max != null && max < 1) {
                throw new IllegalArgumentException("Max is " + max + ", expected 1 or more");
            }
        }
    }

    /**
     * How far an operation has come.
     *
     * @param matched how many jobs it is about, or null if that is not known
     * @param done how many it was done to
     * @param skipped how many were left because their state did not allow it any more
     * @param failed how many it could not be done to
     * @param cursor the id of the last job that was looked at, from which another goes on; null for none
     * @param notes what its worker notes for people and for whoever goes on, 20,000 characters at the most; null for none
     */
    record Progress(
            @Nullable Long matched,
            long done,
            long skipped,
            long failed,
            @Nullable Long cursor,
            @Nullable String notes) {
        public static final Progress NONE = new Progress(null, 0, 0, 0, null, null);
        private static final int LONGEST_NOTES = 20_000;

        public Progress {
            Texts.optional("Notes", notes, LONGEST_NOTES);
        }
    }

    /**
     * How an operation ended.
     *
     * @param state {@code FINISHED}, {@code STOPPED} or {@code FAILED}
     * @param progress how far it came
     * @param error why it failed, of which 2,000 characters are kept; null exactly if it did not
     */
    record End(State state, Progress progress, @Nullable String error) {
        private static final int LONGEST_ERROR = 2000;

        public End {
            if (!state.hasEnded()) {
                throw new IllegalArgumentException("State is " + state + ", expected FINISHED, STOPPED or FAILED");
            }
            if ((state == State.FAILED) != (error != null)) {
                throw new IllegalArgumentException(state + (error == null ? " without error" : " with an error")
                        + ", expected one exactly if FAILED");
            }
            error = error == null ? null : Texts.cut(error, LONGEST_ERROR);
        }

        public static End finished(Progress progress) {
            return new End(State.FINISHED, progress, null);
        }

        public static End stopped(Progress progress) {
            return new End(State.STOPPED, progress, null);
        }

        public static End failed(Progress progress, String error) {
            return new End(State.FAILED, progress, error);
        }
    }

    /**
     * An operation.
     *
     * @param lease of the latest claim; 0 if it was never claimed
     * @param worker who works on it; null if nobody does
     * @param heartbeatAt when its worker was last heard of; null if nobody works on it
     * @param startedAt when it was first claimed; null if it was not
     * @param finishedAt when it ended; null if it has not
     * @param error why it failed; null if it did not
     */
    record Operation(
            long id,
            NewOperation order,
            State state,
            Progress progress,
            long lease,
            @Nullable String worker,
            @Nullable Instant heartbeatAt,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String error) {}
}
