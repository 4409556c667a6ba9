package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.AlertRules;
import dev.rota.console.AuditLog;
import dev.rota.console.Scope;
import dev.rota.job.JobState;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.FailureStore;
import dev.rota.store.WorkerStore.Worker;
import dev.rota.web.chart.Chart;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first page: what needs somebody, then how things go; and what to begin with where there is nothing yet. */
final class OverviewPages {
    private static final long COUNT_CAP = 10_000;
    private static final int NEXT_FIRES = 10;
    private static final int LAST_ACTS = 5;

    private final Rota rota;
    private final Gate gate;
    private final Templates templates;
    private final QueueLoads loads;
    private final Acts acts;
    private final AlertRules rules;
    private final StoreGlance database;
    private final Map<Lookback, LivePages.Shared<Facts>> facts = new EnumMap<>(Lookback.class);

    /** How many jobs are in a state, and the list that shows them. */
    record Tile(Look look, String value, String href) {}

    /** A fire to come. */
    record NextFire(String name, String href, String words, Instant at) {}

    /** What an operator did. */
    record DoneRow(String who, String what, String target, Instant at) {}

    record OverviewPage(
            Shell shell,
            AttentionFinder.Found attention,
            Calm calm,
            List<Rates.Rate> rates,
            List<MetricsPages.Choice> choices,
            Chart chart,
            List<Tile> tiles,
            List<QueueLoads.QueueRow> queues,
            List<NextFire> fires,
            List<DoneRow> done,
            List<Snippet> first,
            boolean demo) {}

    /** What the store says, whoever asks. */
    private record Facts(
            AttentionFinder.Found attention,
            Calm calm,
            List<Rates.Rate> rates,
            Chart chart,
            List<Tile> tiles,
            List<QueueLoads.QueueRow> queues,
            List<NextFire> fires,
            boolean begins,
            boolean runsDemo) {}

    /**
     * How things are where nothing is the matter.
     *
     * @param lastFailure null if nothing failed yet
     */
    record Calm(String workers, String schedules, @Nullable Instant lastFailure) {}

    /** Something to copy. */
    record Snippet(String title, String text) {}

    /** @param rules how long jobs may wait */
    OverviewPages(Rota rota, Gate gate, AlertRules rules, Templates templates, LivePages pages) {
        this.rota = rota;
        this.rules = rules;
        this.database = new StoreGlance(rota);
        this.gate = gate;
        this.templates = templates;
        this.loads = new QueueLoads(rota);
        this.acts = new Acts(rota);
        for (Lookback over : Lookback.values()) {
            facts.put(over, pages.share());
        }
    }

    void addTo(Routes routes) {
        routes.get("/", Scope.METRICS_READ, this::show).post("/demo-job", Scope.JOBS_WRITE, this::runDemo);
    }

    private void show(Context ctx) {
        Shell shell = templates.shell(ctx, "Overview", "");
        Lookback over = Lookback.of(Requests.query(ctx, "over"), Lookback.HOUR);
        Facts known = Objects.requireNonNull(facts.get(over)).get(ctx, () -> read(shell, over));
        templates.render(
                ctx,
                "overview",
                new OverviewPage(
                        shell,
                        known.attention(),
                        known.calm(),
                        known.rates(),
                        Stream.of(Lookback.HOUR, Lookback.DAY, Lookback.WEEK)
                                .map(each ->
                                        new MetricsPages.Choice(each.word(), "./?over=" + each.word(), each == over))
                                .toList(),
                        known.chart(),
                        known.tiles(),
                        known.queues(),
                        known.fires(),
                        shell.may(Scope.AUDIT_READ) ? done() : List.of(),
                        known.begins() ? first(ctx) : List.of(),
                        known.begins() && shell.may(Scope.JOBS_WRITE) && known.runsDemo()));
    }

    /** @param shell for links and the time: none of it may tell who looks */
    private Facts read(Shell shell, Lookback over) {
        List<StoredSchedule> schedules = rota.schedules().list();
        List<QueueLoads.QueueRow> queues = loads.queues(shell.time());
        List<Worker> workers = rota.store().workers().list();
        Measured hour = measured(shell, Lookback.HOUR);
        return new Facts(
                new AttentionFinder(rota, shell, rules).find(schedules, queues, database.findings(shell.time())),
                calm(workers, schedules, shell.time()),
                Rates.of(hour, workers, queues),
                (over == Lookback.HOUR ? hour : measured(shell, over)).throughput(),
                tiles(shell),
                queues,
                next(shell, schedules),
                queues.isEmpty() && schedules.isEmpty(),
                DemoJob.isRunBy(workers));
    }

    private void runDemo(Context ctx) {
        if (!DemoJob.isRunBy(rota.store().workers().list())) {
            throw Problem.of(
                            409,
                            "not-handled",
                            "Nobody would run it",
                            "No worker that is alive has a handler for " + DemoJob.NAME)
                    .hint("Start one that has it, as rota server has.");
        }
        long made = rota.job(DemoJob.TYPE).by(Caller.of(ctx).principal().name()).enqueue();
        acts.record(ctx, "job.enqueue", "job:" + made, null);
        Pages.redirect(ctx, "jobs/" + made);
    }

    /** What one may begin with, where there is nothing yet. */
    private List<Snippet> first(Context ctx) {
        boolean calls = rota.type("http").isPresent();
        String job = calls
                ? "{\"type\": \"http\", \"args\": {\"url\": \"https://example.org/\"}}"
                : "{\"type\": \"users.send-welcome\", \"args\": {\"userId\": 42}}";
        return List.of(
                new Snippet(
                        "Enqueue a job, in Java",
                        "static final JobType<SendWelcome> SEND_WELCOME =\n"
                                + "        JobType.of(\"users.send-welcome\", SendWelcome.class);\n\n"
                                + "rota.enqueue(SEND_WELCOME, new SendWelcome(42));"),
                new Snippet(
                        "Put a schedule on a method, with Spring",
                        "@RotaJob(\"cleanup\")\n@RotaSchedule(cron = \"0 3 * * SUN\", zone = \"Europe/Riga\")\n"
                                + "void cleanUp(JobContext job) {\n    job.log().info(\"cleaning\");\n}"),
                new Snippet(
                        "Enqueue a job by REST",
                        "curl -H 'Content-Type: application/json' \\\n  -d '" + job + "' \\\n  "
                                + gate.address(ctx, Routes.API + "/jobs")));
    }

    private Measured measured(Shell shell, Lookback over) {
        return Measured.read(rota.store().rollups(), over, shell.time(), null, null);
    }

    private Calm calm(List<Worker> workers, List<StoredSchedule> schedules, Instant now) {
        long alive = workers.stream().filter(Worker::isAlive).count();
        long due = schedules.stream()
                .filter(schedule -> schedule.nextFireAt() != null && !schedule.isPaused(now))
                .count();
        return new Calm(
                alive == 0 ? "no worker" : Labels.counted(alive, "worker", "workers"),
                due == 0 ? "no schedule" : Labels.counted(due, "schedule", "schedules") + " on time",
                rota.store().failures().latest(1).stream()
                        .map(FailureStore.Group::lastSeen)
                        .findFirst()
                        .orElse(null));
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
                .map(state -> new Tile(
                        Look.of(state),
                        Labels.capped(counts.getOrDefault(state, 0L), COUNT_CAP),
                        shell.jobsHref("state=" + Problem.lower(state))))
                .toList();
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

    private List<DoneRow> done() {
        return rota.store().console().audit().list(AuditLog.Query.NEWEST.limit(LAST_ACTS)).stream()
                .map(entry -> new DoneRow(
                        entry.act().actor(),
                        entry.act().action(),
                        entry.act().target() == null ? "" : entry.act().target(),
                        entry.at()))
                .toList();
    }
}
