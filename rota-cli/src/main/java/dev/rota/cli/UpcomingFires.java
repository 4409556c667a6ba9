package dev.rota.cli;

import dev.rota.schedule.FireRules;
import dev.rota.schedule.IntervalTrigger;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Trigger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What several schedules fire next, computed as a worker does it. */
final class UpcomingFires {
    private static final Comparator<Fires> SOONEST = Comparator.<Fires, Instant>comparing(fires -> fires.due)
            .thenComparing(fires -> fires.schedule.word("name"));

    /** Pause windows may cover the whole week. */
    private static final int MOST_SKIPPED = 100_000;

    private final Instant now;

    UpcomingFires(Instant now) {
        this.now = now;
    }

    /**
     * The first {@code count} fires of all schedules that are neither paused nor orphaned, the soonest first.
     *
     * @return the schedule of each, with its due instant as {@code nextFireAt}
     */
    List<Body> of(List<Body> schedules, int count) {
        PriorityQueue<Fires> queue = new PriorityQueue<>(SOONEST);
        for (Body schedule : schedules) {
            Instant next = schedule.instant("nextFireAt");
            if (next != null && !schedule.truth("paused") && !schedule.truth("orphaned")) {
                Fires.from(schedule, next, now).ifPresent(queue::add);
            }
        }
        List<Body> soonest = new ArrayList<>();
        while (soonest.size() < count && !queue.isEmpty()) {
            Fires fires = queue.remove();
            soonest.add(fires.body());
            fires.after(now).ifPresent(queue::add);
        }
        return soonest;
    }

    /** The fires of one schedule, from the one that is due at an instant on. */
    private record Fires(Body schedule, Trigger trigger, FireRules rules, List<PauseWindow> windows, Instant due) {
        static Optional<Fires> from(Body schedule, Instant next, Instant now) {
            Trigger trigger = Trigger.parse(schedule.word("kind"), schedule.word("trigger"), schedule.text("zone"));
            if (trigger instanceof IntervalTrigger interval && interval.anchor() == null) {
                trigger = interval.anchoredAt(next);
            }
            Body policies = Objects.requireNonNullElseGet(schedule.body("policies"), () -> new Shape().body());
            FireRules rules = FireRules.DEFAULTS.between(policies.instant("startsAt"), policies.instant("endsAt"));
            List<PauseWindow> windows = PauseWindow.parseAll(String.join(", ", policies.texts("pauseWindows")));
            Fires fires = new Fires(schedule, trigger, rules, windows, next);
            return fires.isSkipped() ? fires.after(now) : Optional.of(fires);
        }

        /** From the next one on; of what lies behind only the first is still to come, whenever somebody looks. */
        Optional<Fires> after(Instant now) {
            Fires fires = this;
            for (int i = 0; i < MOST_SKIPPED; i++) {
                Instant next = rules.next(trigger, fires.due.isBefore(now) ? now : fires.due)
                        .orElse(null);
                if (next == null) {
                    return Optional.empty();
                }
                fires = new Fires(schedule, trigger, rules, windows, next);
                if (!fires.isSkipped()) {
                    return Optional.of(fires);
                }
            }
            return Optional.empty();
        }

        private boolean isSkipped() {
            ZoneId zone = Objects.requireNonNullElse(trigger.zone(), ZoneOffset.UTC);
            return windows.stream().anyMatch(window -> window.contains(due, zone));
        }

        Body body() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>(schedule.members());
            members.put("nextFireAt", due);
            return new Body(members);
        }
    }
}
