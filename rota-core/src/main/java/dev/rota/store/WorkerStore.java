package dev.rota.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The running processes that work jobs. */
public interface WorkerStore {
    /** Makes a worker known, and gives it an id that no other ever had. */
    long register(Registration registration);

    /**
     * Says that a worker lives.
     *
     * @param clockOffset by how much the worker's clock is ahead of the store's, negative if it is behind, as was found with
     *     the last heartbeat; null if that is not known, then the store keeps what it knows
     */
    Pulse heartbeat(long workerId, @Nullable Duration clockOffset);

    /** The same where nothing is known of the clock. */
    default Pulse heartbeat(long workerId) {
        return heartbeat(workerId, null);
    }

    /** What others want of the worker's running jobs. */
    Requests requests(long workerId);

    /** Which of the worker's running jobs somebody wants cancelled, with the reason. */
    default Map<Long, String> cancelRequests(long workerId) {
        return requests(workerId).cancels();
    }

    /**
     * Asks the worker that runs a job where the handler is in its code. A question that nobody forgets is forgotten after
     * a minute.
     *
     * @return the number of the question; empty if no worker runs the job
     */
    OptionalLong askStack(long jobId);

    /**
     * Answers all who have asked this worker about a job.
     *
     * @param frames a line for each, the innermost first; empty if there are none
     */
    void answerStack(long workerId, long jobId, String frames);

    /** The answer to a question; empty as long as there is none. */
    Optional<String> stackAnswer(long question);

    /** Removes a question with its answer. Does nothing if there is none. */
    void forgetStack(long question);

    /**
     * Asks a worker to claim nothing more, or to go on.
     *
     * @param by who asks
     * @param reason why, or null
     * @return false if there is none of that id
     */
    boolean drain(long workerId, boolean draining, String by, @Nullable String reason);

    /** The same by the program itself. */
    default boolean drain(long workerId, boolean draining) {
        return drain(workerId, draining, "code", null);
    }

    /** Who has asked a worker to claim nothing more, or to go on, the latest first. */
    List<Act> acts(long workerId, int limit);

    /** Forgets a worker that has stopped. Jobs it still holds go back to their queues, counted as nothing. */
    void stop(long workerId);

    /** All workers, also those lost in the last day, the latest first. */
    List<Worker> list();

    /** Types that another worker, alive within {@code lease}, has handlers for. */
    Set<String> typesElsewhere(long workerId, Duration lease);

    /**
     * A worker as it introduces itself.
     *
     * @param name for people; need not be unique
     * @param host where it runs
     * @param pid its process
     * @param version of the program
     * @param slots how many jobs it runs at once, for each queue; {@code *} stands for all others
     * @param types that it has handlers for
     */
    record Registration(
            String name, String host, long pid, String version, Map<String, Integer> slots, Set<String> types) {
        public Registration {
            slots = Map.copyOf(slots);
            types = Set.copyOf(types);
        }
    }

    /**
     * What others want of the running jobs of a worker.
     *
     * @param cancels jobs to cancel, with the reason
     * @param stacks jobs of which somebody asks where the handler is
     */
    record Requests(Map<Long, String> cancels, Set<Long> stacks) {
        public Requests {
            cancels = Map.copyOf(cancels);
            stacks = Set.copyOf(stacks);
        }
    }

    /**
     * The answer to a heartbeat.
     *
     * @param known false if the store has given the worker up as lost: it holds no job any more and must register anew
     * @param draining true if it is asked to claim nothing more
     * @param sight what the store tells in the same breath; null if it wants to be asked for that
     */
    record Pulse(boolean known, boolean draining, @Nullable Sight sight) {
        /** Of a store that wants to be asked. */
        public Pulse(boolean known, boolean draining) {
            this(known, draining, null);
        }
    }

    /**
     * What a worker wants to know with each heartbeat.
     *
     * @param now by the store's clock
     * @param queues all of them
     */
    record Sight(Instant now, List<QueueStore.Queue> queues) {
        public Sight {
            queues = List.copyOf(queues);
        }
    }

    /**
     * A worker.
     *
     * @param state what it does, as far as is known
     * @param running how many jobs it holds
     * @param clockOffset by how much its clock is ahead of the store's, negative if it is behind; null until it is known
     */
    record Worker(
            long id,
            Registration registration,
            State state,
            Instant startedAt,
            Instant heartbeatAt,
            int running,
            @Nullable Duration clockOffset) {
        public enum State {
            ACTIVE,
            DRAINING,
            STOPPED,
            LOST
        }
    }
}
