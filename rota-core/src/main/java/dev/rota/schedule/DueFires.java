package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is to be done about a schedule now: which due instants fire, which are missed, and when it is due next.
 *
 * @param fired the due instants that fire, in order; at most 1000
 * @param missed the latest of the due instants that do not fire, in order; at most 100 with those skipped
 * @param skipped those of the latest that do not fire because they lie in a pause, in order
 * @param missedMore how many were missed or skipped before those listed
 * @param missedMoreIsExact false if there are more than {@code missedMore}, because counting stopped
 * @param nextDue the next due instant after now; empty when the schedule has ended
 */
public record DueFires(
        List<Instant> fired,
        List<Instant> missed,
        List<Instant> skipped,
        long missedMore,
        boolean missedMoreIsExact,
        Optional<Instant> nextDue) {

    private static final int MAX_FIRED = MissedPolicy.MOST_EACH;
    private static final int MAX_MISSED = 100;

    /** Past this many the fires of a cron expression are not counted one by one; those of an interval are computed. */
    private static final int MAX_COUNTED = 10_000;

    public DueFires {
        fired = List.copyOf(fired);
        missed = List.copyOf(missed);
        skipped = List.copyOf(skipped);
    }

    /**
     * The same where what lies in a pause does not fire, and does not stand for what was missed before it: the latest that
     * lies in none does. What counts is when an instant was due, not when it is dealt with.
     *
     * @param paused whether an instant lies in a pause
     */
    public static DueFires decide(
            Trigger trigger, Instant due, Instant now, FireRules rules, Predicate<Instant> paused) {
        boolean all = rules.missed().kind() != MissedPolicy.Kind.SKIP;
        DueFires overdue = decide(trigger, due, now, all ? rules.withMissed(MissedPolicy.runEach(MAX_FIRED)) : rules);
        return overdue.outside(paused, all ? rules.missed().max() : MAX_FIRED);
    }

    private DueFires outside(Predicate<Instant> paused, int most) {
        List<Instant> open = fired.stream().filter(paused.negate()).toList();
        List<Instant> fires = open.subList(Math.max(0, open.size() - most), open.size());
        Set<Instant> firing = Set.copyOf(fires);
        List<Instant> left = Stream.concat(missed.stream(), fired.stream())
                .filter(at -> !firing.contains(at))
                .toList();
        List<Instant> listed = left.subList(Math.max(0, left.size() - MAX_MISSED), left.size());
        return new DueFires(
                fires,
                listed.stream().filter(paused.negate()).toList(),
                listed.stream().filter(paused).toList(),
                missedMore + left.size() - listed.size(),
                missedMoreIsExact,
                nextDue);
    }

    /**
     * Decides what fires. The work is bounded however long ago {@code due} was: it walks back from {@code now}.
     *
     * @param due the due instant that has not been decided yet; it counts as due even if the trigger was changed since
     *     and would not name it now
     * @param now the time of the store
     */
    public static DueFires decide(Trigger trigger, Instant due, Instant now, FireRules rules) {
        Trigger anchored = anchored(trigger, due);
        Optional<Instant> first = rules.start() != null && due.isBefore(rules.start())
                ? rules.next(anchored, due)
                : Optional.of(due).filter(instant -> rules.end() == null || instant.isBefore(rules.end()));
        if (first.isEmpty()) {
            return new DueFires(List.of(), List.of(), List.of(), 0, true, Optional.empty());
        }
        if (first.get().isAfter(now)) {
            return new DueFires(List.of(), List.of(), List.of(), 0, true, first);
        }
        return decideOverdue(anchored, first.get(), now, rules);
    }

    private static Trigger anchored(Trigger trigger, Instant due) {
        return trigger instanceof IntervalTrigger interval && interval.anchor() == null
                ? interval.anchoredAt(due)
                : trigger;
    }

    private static DueFires decideOverdue(Trigger trigger, Instant first, Instant now, FireRules rules) {
        Instant end = rules.end();
        Instant bound = end != null && !end.isAfter(now) ? end : now.plusNanos(1);
        List<Instant> latest = latest(trigger, first, bound, MAX_FIRED + MAX_MISSED);
        int fires = firing(latest, now, rules);
        int listed = Math.min(latest.size(), fires + MAX_MISSED);
        long more = (long) latest.size() - listed;
        boolean exact = true;
        Instant oldest = latest.get(latest.size() - 1);
        if (oldest.isAfter(first)) {
            long before = countBefore(trigger, first, oldest);
            exact = before <= MAX_COUNTED || trigger instanceof IntervalTrigger;
            more += exact ? before : MAX_COUNTED;
        }
        return new DueFires(
                ascending(latest.subList(0, fires)),
                ascending(latest.subList(fires, listed)),
                List.of(),
                more,
                exact,
                rules.next(trigger, now));
    }

    /** The due instants from {@code first} on and before {@code bound}, the latest first, at most {@code limit}. */
    private static List<Instant> latest(Trigger trigger, Instant first, Instant bound, int limit) {
        List<Instant> latest = new ArrayList<>();
        Optional<Instant> instant = trigger.previous(bound);
        while (latest.size() < limit && instant.isPresent() && instant.get().isAfter(first)) {
            latest.add(instant.get());
            instant = trigger.previous(instant.get());
        }
        if (latest.size() < limit) {
            latest.add(first);
        }
        return latest;
    }

    /** How many of the latest due instants fire. */
    private static int firing(List<Instant> latest, Instant now, FireRules rules) {
        if (rules.missed().kind() != MissedPolicy.Kind.SKIP) {
            return Math.min(latest.size(), rules.missed().max());
        }
        int punctual = 0;
        while (punctual < Math.min(latest.size(), MAX_FIRED)
                && Duration.between(latest.get(punctual), now).compareTo(rules.grace()) <= 0) {
            punctual++;
        }
        return punctual;
    }

    /** How many due instants there are from {@code first} on and before {@code oldest}; no exact number past the limit. */
    private static long countBefore(Trigger trigger, Instant first, Instant oldest) {
        if (trigger instanceof IntervalTrigger interval) {
            return 1 + interval.countBetween(first, oldest);
        }
        return latest(trigger, first, oldest, MAX_COUNTED + 1).size();
    }

    private static List<Instant> ascending(List<Instant> latest) {
        List<Instant> ascending = new ArrayList<>(latest);
        Collections.reverse(ascending);
        return ascending;
    }
}
