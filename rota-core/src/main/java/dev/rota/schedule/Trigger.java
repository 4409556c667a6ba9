package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** When a schedule fires. */
public record Trigger(String kind, String text, @Nullable ZoneId zone) {
    public static Trigger cron(String cron, ZoneId zone) {
        return new Trigger("cron", cron, zone);
    }

    public static Trigger every(Duration interval) {
        return new Trigger("interval", interval.toString(), null);
    }

    public static Trigger once(Instant at) {
        return new Trigger("once", at.toString(), null);
    }

    public static Trigger parse(String kind, String text, @Nullable String zone) {
        return new Trigger(kind, text, zone == null ? null : ZoneId.of(zone));
    }
}
