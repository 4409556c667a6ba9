package dev.rota.postgres;

import dev.rota.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far each lane has been claimed, for times in which the walk from its beginning is long.
 *
 * <p>A claimed row leaves a dead entry in the index. While a long transaction keeps vacuum and the index from clearing
 * them, every claim from the beginning would walk over all of them, and each is slower than the one before. So now and
 * then, and only after many claims or a slow one, the walk is timed; if it takes long, claims begin where the last one
 * ended, until the walk is timed again. What stands below that place, because its transaction committed late or another
 * worker handed it back, is found by that walk, and its lane claimed from the beginning: it waits for
 * {@link #LONGEST_REST} at the most, and nothing that this store itself has put back waits at all.
 *
 * <p>Thread-safe.
 */
final class ClaimFloors {
    /** So many claims leave no entries worth a thought. */
    private static final int FEW = 5_000;
    /** A walk that takes longer is a long one. */
    private static final Duration LONG = Duration.ofMillis(4);
    /** A claim that takes longer may have walked far, whatever was claimed before: the worker may have just started. */
    private static final Duration SLOW = Duration.ofMillis(40);
    /** Of all time at most this part is spent on long walks. */
    private static final int PART = 50;

    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);
    /** Transactions that commit no later than so after their jobs were due are not missed. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private final TreeMap<String, TreeMap<Integer, Floor>> lanes = new TreeMap<>();
    private int claims;
    private boolean raised;
    private long timedAt = System.nanoTime();
    private Duration rest = SHORTEST_REST;

    /** The last key that was claimed. */
    record Floor(Instant dueAt, long id) {
        boolean isBelow(Instant otherDue, long otherId) {
            int byTime = dueAt.compareTo(otherDue);
            return byTime < 0 || byTime == 0 && id < otherId;
        }
    }

    /** A lane, and how far it has been claimed. */
    record Known(String queue, int priority, Floor floor) {}

    /** What is known of the lanes of these queues; empty if claims begin at the beginning. */
    synchronized List<Known> of(Set<String> queues) {
        return raised
                ? all().stream().filter(lane -> queues.contains(lane.queue())).toList()
                : List.of();
    }

    /** Each lane that is known, in the order of queues and priorities. */
    synchronized List<Known> all() {
        List<Known> all = new ArrayList<>();
        lanes.forEach(
                (queue, floors) -> floors.forEach((priority, floor) -> all.add(new Known(queue, priority, floor))));
        return all;
    }

    /** True if the walk is to be timed now. */
    synchronized boolean isDue() {
        boolean rested = System.nanoTime() - timedAt >= rest.toNanos();
        return rested && (raised || claims >= FEW);
    }

    /**
     * Learns how long the walk takes.
     *
     * @param firsts what waits at the beginning of each lane
     */
    synchronized void walked(Duration took, List<Known> firsts) {
        for (Known first : firsts) {
            TreeMap<Integer, Floor> floors = lanes.get(first.queue());
            Floor floor = floors == null ? null : floors.get(first.priority());
            if (floors != null
                    && floor != null
                    && !floor.isBelow(first.floor().dueAt(), first.floor().id())) {
                floors.remove(first.priority());
            }
        }
        claims = 0;
        timedAt = System.nanoTime();
        Duration wanted = took.multipliedBy(PART);
        rest = wanted.compareTo(SHORTEST_REST) < 0
                ? SHORTEST_REST
                : wanted.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : wanted;
        raised = took.compareTo(LONG) > 0;
    }

    /** Learns what has been claimed, and how long that took. */
    synchronized void claimed(List<Job> jobs, Duration took) {
        claims = took.compareTo(SLOW) > 0 ? Math.max(claims, FEW) : claims + jobs.size();
        for (Job job : jobs) {
            Instant claimedAt = job.times().claimedAt();
            Instant dueAt = job.times().dueAt();
            if (claimedAt != null && dueAt.isBefore(claimedAt.minus(LATE))) {
                raise(job, dueAt, job.id());
            } else if (claimedAt != null) {
                raise(job, claimedAt.minus(LATE), 0);
            }
        }
    }

    private void raise(Job job, Instant dueAt, long id) {
        lanes.computeIfAbsent(job.queue(), queue -> new TreeMap<>())
                .merge(
                        job.request().priority(),
                        new Floor(dueAt, id),
                        (known, given) -> known.isBelow(given.dueAt(), given.id()) ? given : known);
    }

    /** Something was put back, or made with a time of its own: claims begin at the beginning until it is timed again. */
    synchronized void forget() {
        lanes.clear();
        if (raised) {
            raised = false;
            claims = FEW;
        }
    }
}
