package dev.rota.schedule;

import dev.rota.retry.Bounds;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Due at one instant and never again. */
public record OnceTrigger(Instant at) implements Trigger {

    public OnceTrigger {
        Bounds.instant("Due time", at);
    }

    @Override
    public Optional<Instant> next(Instant after) {
        return at.isAfter(after) ? Optional.of(at) : Optional.empty();
    }

    @Override
    public Optional<Instant> previous(Instant before) {
        return at.isBefore(before) ? Optional.of(at) : Optional.empty();
    }

    @Override
    public String kind() {
        return "once";
    }

    @Override
    public String text() {
        return at.toString();
    }

    @Override
    public @Nullable ZoneId zone() {
        return null;
    }

    @Override
    public String describe() {
        String pattern =
                at.truncatedTo(ChronoUnit.MINUTES).equals(at) ? "EEE d MMM uuuu HH:mm" : "EEE d MMM uuuu HH:mm:ss";
        return "Once, on "
                + DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(at.atOffset(ZoneOffset.UTC)) + " UTC";
    }
}
