package dev.rota.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/** Due when the clocks of a zone match a cron expression. */
public record CronTrigger(Cron cron, ZoneId zone) implements Trigger {

    public CronTrigger {
        Objects.requireNonNull(cron);
        Objects.requireNonNull(zone);
    }

    @Override
    public Optional<Instant> next(Instant after) {
        return cron.next(after, zone);
    }

    @Override
    public Optional<Instant> previous(Instant before) {
        return cron.previous(before, zone);
    }

    @Override
    public String kind() {
        return "cron";
    }

    @Override
    public String text() {
        return cron.text();
    }

    @Override
    public String describe() {
        return cron.describe() + " (" + zone + ")";
    }
}
