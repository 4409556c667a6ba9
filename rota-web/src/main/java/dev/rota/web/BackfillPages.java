package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.schedule.StoredSchedule;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks from when to when a schedule is to be made up for, shows what that would come to, and begins it. */
final class BackfillPages {
    private static final int SHOWN = 10;
    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
    private static final DateTimeFormatter WORDS = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

    private final Rota rota;
    private final Backfills backfills;
    private final Templates templates;

    /**
     * The form, and what it would do.
     *
     * @param zone whose clocks the schedule follows, and in which times are written
     * @param from as it stands in its field, which holds no more than minutes
     * @param to as from; empty for now
     * @param offer null as long as nothing is asked for, or if it is not valid
     * @param problem what is not valid; null if nothing was found
     */
    record BackfillPage(
            Shell shell,
            String name,
            String zone,
            String from,
            String to,
            @Nullable Offer offer,
            @Nullable Problem problem) {
        boolean hasZone() {
            return !zone.equals("UTC");
        }

        /** Whether nothing can be offered for what was asked for. */
        boolean refused() {
            return problem != null && offer == null;
        }
    }

    /**
     * What would be done.
     *
     * @param between from when to when, in words
     * @param first the first instants that would make a job
     */
    record Offer(
            BackfillWork.Wish wish, String between, int count, int fired, int open, List<SchedulePages.Ahead> first) {
        static Offer of(BackfillWork.Wish wish, Backfills.Preview preview, ZoneId zone) {
            return new Offer(
                    wish,
                    WORDS.format(wish.from().atZone(zone)) + " to "
                            + WORDS.format(wish.to().atZone(zone)),
                    preview.count(),
                    preview.fired(),
                    preview.open().size(),
                    preview.open().stream()
                            .limit(SHOWN)
                            .map(at -> new SchedulePages.Ahead(
                                    at, Times.fire(at, zone), Times.fire(at, ZoneOffset.UTC), null))
                            .toList());
        }

        /** So many that their number must be typed. */
        boolean many() {
            return count > Backfills.MOST_UNASKED;
        }
    }

    BackfillPages(Rota rota, Backfills backfills, Templates templates) {
        this.rota = rota;
        this.backfills = backfills;
        this.templates = templates;
    }

    void addTo(Routes routes) {
        Access access = Access.to(Scope.SCHEDULES_WRITE).always();
        routes.get("/schedules/{name}/backfills", access, this::ask)
                .post("/schedules/{name}/backfills", access, this::begin);
    }

    private StoredSchedule find(Context ctx) {
        String name = ctx.pathParam("name");
        return rota.schedules().find(name).orElseThrow(() -> Problem.notFound("schedule", name));
    }

    private static ZoneId zone(StoredSchedule schedule) {
        return Optional.ofNullable(schedule.effective().trigger().zone()).orElse(ZoneOffset.UTC);
    }

    private void ask(Context ctx) {
        StoredSchedule schedule = find(ctx);
        ZoneId zone = zone(schedule);
        String from = Requests.query(ctx, "from");
        String to = Requests.query(ctx, "to");
        if (from == null && to == null) {
            render(ctx, schedule, "", "", null, null);
            return;
        }
        try {
            BackfillWork.Wish wish =
                    backfills.wish(schedule.name(), local("/from", from, zone), local("/to", to, zone));
            show(ctx, schedule, wish, to == null ? "" : to, null);
        } catch (Problem problem) {
            ctx.status(problem.status());
            render(ctx, schedule, from == null ? "" : from, to == null ? "" : to, null, problem);
        }
    }

    private void show(
            Context ctx, StoredSchedule schedule, BackfillWork.Wish wish, String to, @Nullable Problem problem) {
        ZoneId zone = zone(schedule);
        Offer offer = Offer.of(wish, backfills.preview(wish, BackfillWork.MOST), zone);
        render(ctx, schedule, FIELD.format(wish.from().atZone(zone)), to, offer, problem);
    }

    private void render(
            Context ctx,
            StoredSchedule schedule,
            String from,
            String to,
            @Nullable Offer offer,
            @Nullable Problem problem) {
        templates.render(
                ctx,
                "backfill",
                new BackfillPage(
                        templates.shell(ctx, "Backfill " + schedule.name(), "schedules"),
                        schedule.name(),
                        SchedulePreview.name(zone(schedule)),
                        from,
                        to,
                        offer,
                        problem));
    }

    /** Does what was shown: its bounds come back as instants, so that now is what it was then. */
    private void begin(Context ctx) {
        StoredSchedule schedule = find(ctx);
        Form form = Form.of(ctx);
        Instant to = instant("/to", form.get("to"));
        BackfillWork.Wish wish = backfills.wish(schedule.name(), instant("/from", form.get("from")), to);
        Integer count = number(form.get("count"));
        try {
            long made = backfills.begin(ctx, wish, count, form.get("reason")).id();
            Pages.redirect(ctx, "../../operations/" + made);
        } catch (Problem problem) {
            ctx.status(problem.status());
            show(ctx, schedule, wish, FIELD.format(wish.to().atZone(zone(schedule))), unconfirmed());
        }
    }

    private static Problem unconfirmed() {
        return Problem.invalid(
                "not-confirmed",
                "A field is not valid",
                "/count",
                "That is not how many times it was due: type the number to make these jobs");
    }

    /** What was typed; null if that is no number there may be. */
    private static @Nullable Integer number(@Nullable String text) {
        return text != null && text.matches("[1-9]\\d{0,3}|" + BackfillWork.MOST) ? Integer.valueOf(text) : null;
    }

    private static @Nullable Instant local(String pointer, @Nullable String text, ZoneId zone) {
        try {
            return text == null
                    ? null
                    : LocalDateTime.parse(text)
                            .truncatedTo(ChronoUnit.MINUTES)
                            .atZone(zone)
                            .toInstant();
        } catch (DateTimeException e) {
            throw notATime(pointer, text, "2026-12-24T18:00");
        }
    }

    private static @Nullable Instant instant(String pointer, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw notATime(pointer, text, "2026-12-24T18:00:00Z");
        }
    }

    private static Problem notATime(String pointer, @Nullable String text, String example) {
        return Problem.invalid(
                "invalid-field",
                "A field is not valid",
                pointer,
                Labels.capitalized(pointer.substring(1)) + " is " + Labels.shortened(String.valueOf(text), 50)
                        + ", expected a time such as " + example);
    }
}
