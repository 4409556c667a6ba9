package dev.rota.cli;

import dev.rota.schedule.Cron;
import dev.rota.schedule.CronSyntaxException;
import dev.rota.schedule.Lint;
import dev.rota.schedule.Preview;
import dev.rota.schedule.ZoneNames;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a cron expression would do. */
final class PreviewPage {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter LOCAL_SECONDS =
            DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);

    private final RotaCommand rota;

    PreviewPage(RotaCommand rota) {
        this.rota = rota;
    }

    /**
     * Shows it.
     *
     * @param from null means now
     */
    int show(String cron, String zoneName, int count, @Nullable String from) {
        SchedulesCommand.requireCount("-n", count);
        ZoneId zone = zone(zoneName);
        Instant now = rota.surroundings().clock().instant();
        Instant start = from == null ? now : TimeText.instant("--from", from, zone, now);
        Preview preview = Preview.of(cron(cron), zone, start, count);
        switch (rota.format()) {
            case TABLE, WIDE -> people(preview, now);
            case JSON, YAML -> rota.printer().one("", shape(cron, preview), () -> {});
            case JSONL, CSV, NAME -> rota.printer().list(fires(preview.zone(), now), preview.fires());
        }
        return ExitCode.DONE;
    }

    private static Cron cron(String text) {
        try {
            return Cron.parse(text);
        } catch (CronSyntaxException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneNames.parse(name);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private void people(Preview preview, Instant now) {
        Printer printer = rota.printer();
        printer.say(preview.description() + " (" + preview.zone() + ")");
        for (Lint warning : preview.warnings()) {
            printer.say(printer.paint(new Cell("warning:", Cell.Tone.WARNING)) + " " + warning.message());
        }
        Moments moments = new Moments(now, RotaCommand.TimeStyle.RELATIVE);
        List<List<Cell>> rows = new ArrayList<>();
        for (Instant fire : preview.fires()) {
            rows.add(List.of(Cell.EMPTY, Cell.of(local(fire, preview.zone())), moments.cell(fire)));
        }
        printer.rows(rows);
    }

    private static String local(Instant fire, ZoneId zone) {
        OffsetDateTime local = fire.atZone(zone).toOffsetDateTime();
        DateTimeFormatter format = local.getSecond() == 0 ? LOCAL : LOCAL_SECONDS;
        return format.format(local) + " " + OFFSET.format(local);
    }

    private static Body shape(String cron, Preview preview) {
        return new Shape()
                .put("cron", cron)
                .put("zone", preview.zone())
                .put("description", preview.description())
                .put(
                        "fires",
                        preview.fires().stream()
                                .map(fire -> iso(fire, preview.zone()))
                                .toList())
                .put(
                        "warnings",
                        preview.warnings().stream()
                                .map(warning -> new Shape()
                                        .put("code", warning.code())
                                        .put("message", warning.message())
                                        .body())
                                .toList())
                .body();
    }

    private static Listing<Instant> fires(ZoneId zone, Instant now) {
        Moments moments = new Moments(now, RotaCommand.TimeStyle.RELATIVE);
        return Listing.<Instant>of(
                        "It never fires.",
                        fire -> fire,
                        fire -> new Shape()
                                .put("at", fire)
                                .put("local", iso(fire, zone))
                                .body())
                .column("AT", Cell::of)
                .column("LOCAL", fire -> Cell.of(iso(fire, zone)))
                .column("IN", moments::cell);
    }

    private static String iso(Instant fire, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(fire.atZone(zone).toOffsetDateTime());
    }
}
