package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.JobState;
import dev.rota.schedule.StoredSchedule;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The first page: what needs somebody, then how things stand. */
final class OverviewPages {
    private static final long COUNT_CAP = 10_000;
    private static final int NEXT_FIRES = 10;

    private final Rota rota;
    private final Templates templates;
    private final Places places;

    /** A number with what it is of, and the list that shows them. */
    record Tile(String name, String value, String href, String hue) {}

    /** A fire to come. */
    record NextFire(String name, String href, String words, Instant at) {}

    record OverviewPage(
            Shell shell,
            List<Attention> attention,
            List<Tile> tiles,
            List<Places.QueueRow> queues,
            List<NextFire> fires) {}

    OverviewPages(Rota rota, Templates templates) {
        this.rota = rota;
        this.templates = templates;
        this.places = new Places(rota);
    }

    void show(Context ctx) {
        Shell shell = templates.shell(ctx, "Overview", "");
        List<StoredSchedule> schedules = rota.schedules().list();
        List<Places.QueueRow> queues = places.queues(shell.time());
        List<Attention> attention = new AttentionFinder(rota, shell).find(schedules, queues);
        templates.render(
                ctx, "overview", new OverviewPage(shell, attention, tiles(shell), queues, next(shell, schedules)));
    }

    private List<Tile> tiles(Shell shell) {
        Map<JobState, Long> counts = rota.jobs().counts();
        return List.of(
                        JobState.RUNNING,
                        JobState.QUEUED,
                        JobState.SCHEDULED,
                        JobState.RETRYING,
                        JobState.BLOCKED,
                        JobState.FAILED)
                .stream()
                .map(state -> tile(shell, state, counts.getOrDefault(state, 0L)))
                .toList();
    }

    private static Tile tile(Shell shell, JobState state, long count) {
        Look look = Look.of(state);
        return new Tile(
                look.glyph() + " " + look.word(),
                Labels.capped(count, COUNT_CAP),
                shell.jobsHref("state=" + Problem.lower(state)),
                count == 0 ? "neutral" : look.hue());
    }

    private List<NextFire> next(Shell shell, List<StoredSchedule> schedules) {
        Set<String> off = Templates.flagsOff(rota.schedules().flags());
        return schedules.stream()
                .filter(schedule -> schedule.nextFireAt() != null && !schedule.isPaused(shell.time()))
                .filter(schedule -> schedule.effective().policies().flag() == null
                        || !off.contains(schedule.effective().policies().flag()))
                .map(schedule -> new NextFire(
                        schedule.name(),
                        shell.scheduleHref(schedule.name()),
                        schedule.effective().trigger().describe(),
                        schedule.nextFireAt() == null ? Instant.MAX : schedule.nextFireAt()))
                .sorted(Comparator.comparing(NextFire::at))
                .limit(NEXT_FIRES)
                .toList();
    }
}
