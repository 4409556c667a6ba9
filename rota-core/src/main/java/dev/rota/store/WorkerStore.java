package dev.rota.store;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The running processes that work jobs. */
public interface WorkerStore {
    /** Makes a worker known, and gives it an id that no other ever had. */
    long register(Registration registration);

    /**
     * Says that a worker lives.
     *
     * @param lease the silence after which this worker may be dead, and others that have told none; null if it is what it
     *     was, and the caller does not want to know of dead ones
     * @param clockOffset by how much the worker's clock is ahead of the store's, negative if it is behind, as was found with
     *     the last heartbeat; null if that is not known, then the store keeps what it knows
     * @param usage what it uses and gets done; null if that is not known, then the store keeps what it knows
     */
    Pulse heartbeat(long workerId, @Nullable Duration lease, @Nullable Duration clockOffset, @Nullable Usage usage);

    /** The same where nothing is known of the clock and of what it uses, and nothing wanted of others. */
    default Pulse heartbeat(long workerId) {
        return heartbeat(workerId, null, null, null);
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
     * Asks a worker to claim nothing more, or to go on, which also takes back that it should stop. It hears of it with its
     * next heartbeat, as of all that is asked of it.
     *
     * @param by who asks
     * @param reason why, or null
     * @return false if there is none of that id, or it has stopped or is lost
     */
    boolean drain(long workerId, boolean draining, String by, @Nullable String reason);

    /** The same by the program itself. */
    default boolean drain(long workerId, boolean draining) {
        return drain(workerId, draining, "code", null);
    }

    /**
     * Asks a worker to claim nothing more, and to stop when the last of the jobs it holds has ended, however long that
     * takes. What it runs in goes on without it.
     *
     * @param by who asks
     * @param reason why, or null
     * @return false if there is none of that id, or it has stopped or is lost
     */
    boolean askStop(long workerId, String by, @Nullable String reason);

    /**
     * Gives a worker other slots, until its process ends. Where they get fewer, the jobs that run go on.
     *
     * @param slots all of them, as {@link Registration#withSlots} makes them
     * @param by who asks
     * @param reason why, or null
     * @return false if there is none of that id, or it has stopped or is lost
     */
    boolean giveSlots(long workerId, Map<String, Integer> slots, String by, @Nullable String reason);

    /** What was asked of a worker: to drain, to go on, to stop, to take other slots; the latest first. */
    List<OperatorAct> acts(long workerId, int limit);

    /** The jobs that were taken from a worker because it was lost, those taken last first. */
    List<Rescued> rescued(long workerId, int limit);

    /** Forgets a worker that has stopped. Jobs it still holds go back to their queues, counted as nothing. */
    void stop(long workerId);

    /**
     * All workers, also those lost in the last day, the latest first. One that was not heard of for {@link Worker#SILENCE},
     * or for its lease if that is longer, is lost, whether or not another lives to give it up.
     */
    List<Worker> list();

    /** Types that another worker has handlers for, which lives: within its lease, or within this one if it has told none. */
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
        /** So many slots can be given by hand to a queue: each may become a thread. */
        public static final int MOST_SLOTS = 10_000;

        public Registration {
            slots = Map.copyOf(slots);
            types = Set.copyOf(types);
        }

        /**
         * The same with other slots for some of the queues that it has slots for.
         *
         * @param changes 0 to {@link #MOST_SLOTS} for each queue, 0 for none; what is left out stays as it is
         * @throws IllegalArgumentException if a number is out of these bounds, or a queue has no slots of its own: a worker
         *     gets such when it starts
         */
        public Registration withSlots(Map<String, Integer> changes) {
            Map<String, Integer> all = new HashMap<>(slots);
            changes.forEach((queue, count) -> {
                if (!slots.containsKey(queue)) {
                    throw new IllegalArgumentException("Worker " + name + " has no slots of its own for queue " + queue
                            + ": expected " + String.join(" or ", new TreeSet<>(slots.keySet())));
                }
                if (count < 0 || count > MOST_SLOTS) {
                    throw new IllegalArgumentException(
                            "Slots of " + queue + " are " + count + ", expected 0 to " + MOST_SLOTS);
                }
                all.put(queue, count);
            });
            return new Registration(name, host, pid, version, all, types);
        }
    }

    /**
     * What a worker uses, and what it gets done.
     *
     * @param cpuPercent of all processors that its process may use, since its last heartbeat, 0 to 100; null if that cannot
     *     be told
     * @param heapUsed of its process, in bytes
     * @param heapMax to which that may grow, in bytes
     * @param jobsPerMinute attempts that ended in the last minute
     */
    record Usage(@Nullable Integer cpuPercent, long heapUsed, long heapMax, int jobsPerMinute) {
        /** How much of the heap it may have is used, 0 to 100. */
        public int heapPercent() {
            return (int) (heapMax <= 0 ? 0 : Math.min(100, Math.round(100.0 * heapUsed / heapMax)));
        }
    }

    /**
     * A job that was taken from a lost worker.
     *
     * @param attempt the one that its worker did not end
     * @param at when it was taken
     */
    record Rescued(long jobId, int attempt, Instant at) {}

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
     * @param stopping true if it is asked to stop, too, when its jobs have ended
     * @param slots that it should have; empty if the store does not know it
     * @param sight what the store tells in the same breath; null if it wants to be asked for that
     */
    record Pulse(
            boolean known,
            boolean draining,
            boolean stopping,
            Map<String, Integer> slots,
            @Nullable Sight sight) {
        public Pulse {
            slots = Map.copyOf(slots);
        }

        /** For a worker that the store does not know. */
        public static final Pulse UNKNOWN = new Pulse(false, false, false, Map.of(), null);

        /** The same with what the store tells besides. */
        public Pulse with(Sight told) {
            return new Pulse(known, draining, stopping, slots, told);
        }
    }

    /**
     * What a worker wants to know with each heartbeat.
     *
     * @param now by the store's clock
     * @param queues all of them
     * @param mayRescue false if {@link JobStore#rescue} would find nothing to do
     */
    record Sight(Instant now, List<QueueStore.Queue> queues, boolean mayRescue) {
        public Sight {
            queues = List.copyOf(queues);
        }

        /** The same with these queues. */
        public Sight with(List<QueueStore.Queue> told) {
            return new Sight(now, told, mayRescue);
        }
    }

    /**
     * A worker.
     *
     * @param registration as it introduced itself, with the slots that it was given since
     * @param state what it does, as far as is known
     * @param stopping true if it was asked to stop when its jobs have ended
     * @param running how many jobs it holds
     * @param rescued how many jobs were taken from it because it was lost
     * @param clockOffset by how much its clock is ahead of the store's, negative if it is behind; null until it is known
     * @param usage as it said last; null until it is known
     */
    record Worker(
            long id,
            Registration registration,
            State state,
            boolean stopping,
            Instant startedAt,
            Instant heartbeatAt,
            int running,
            int rescued,
            @Nullable Duration clockOffset,
            @Nullable Usage usage) {
        /** By as much the clocks of well-kept machines may differ. */
        public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

        /** Of a worker that lives more is heard: three times in its lease, which is 15 s where nobody has set it. */
        public static final Duration SILENCE = Duration.ofMinutes(2);

        public enum State {
            ACTIVE,
            DRAINING,
            STOPPED,
            LOST
        }

        /** Whether it works, or ends what it has begun. */
        public boolean isAlive() {
            return state == State.ACTIVE || state == State.DRAINING;
        }

        /** Whether its clock is known to be off by more than {@link #CLOCK_TOLERANCE}. */
        public boolean isClockOff() {
            return clockOffset != null && clockOffset.abs().compareTo(CLOCK_TOLERANCE) > 0;
        }
    }
}
