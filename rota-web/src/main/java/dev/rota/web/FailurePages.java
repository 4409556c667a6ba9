package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.Operation;
import dev.rota.console.Scope;
import dev.rota.job.JobError;
import dev.rota.job.JobState;
import dev.rota.store.FailureStore;
import dev.rota.store.FailureStore.Group;
import dev.rota.store.FailureStore.Hour;
import dev.rota.store.FailureStore.Mute;
import dev.rota.store.FailureStore.Tab;
import dev.rota.store.JobArchive.Query;
import dev.rota.web.chart.Sparkline;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Failures that are alike: the groups, and one group with what can be done about it. */
final class FailurePages {
    private static final int SHOWN = 50;
    private static final int JOBS_SHOWN = 10;
    private static final int OPERATIONS_SHOWN = 5;
    private static final int DAY = 24;

    private final Rota rota;
    private final Failures failures;
    private final Secrets secrets;
    private final Redactor redactor;
    private final Templates templates;

    /** A list to change to. */
    record TabLink(String name, String href, boolean current) {}

    /** A group as a row; {@code failed} and {@code retrying} are how many jobs, as text. */
    record Row(Group group, String href, Look look, String failed, String retrying, Sparkline day) {
        private static final int NAMED = 3;

        String types() {
            return few(group.spread().types());
        }

        String versions() {
            return few(group.spread().versions());
        }

        private static String few(List<String> names) {
            String named = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
            return names.size() <= NAMED ? named : named + " and " + (names.size() - NAMED) + " more";
        }
    }

    record FailuresPage(
            Shell shell,
            List<TabLink> tabs,
            Tab tab,
            List<Row> rows,
            @Nullable String olderHref,
            boolean first) {
        String firstHref() {
            return href(tab);
        }
    }

    /**
     * What became of the first few that were retried.
     *
     * @param good true if the rest may follow
     */
    record TrialText(String text, String hue, boolean good) {}

    record FailurePage(
            Shell shell,
            Row row,
            @Nullable ErrorText error,
            Sparkline hours,
            @Nullable TrialText trial,
            List<OperationPages.Row> operations,
            List<JobRow> jobs) {
        boolean mayAct() {
            return shell.may(Scope.JOBS_WRITE);
        }

        boolean canRetry() {
            return mayAct() && row.group().stuck().failed() > 0;
        }

        boolean canRunNow() {
            return mayAct() && row.group().stuck().retrying() > 0;
        }

        boolean canCancel() {
            return canRetry() || canRunNow();
        }

        /** True if there are enough that it pays to try some first. */
        boolean canTry() {
            return canRetry() && row.group().stuck().failed() > JOBS_SHOWN;
        }
    }

    FailurePages(Rota rota, Failures failures, Secrets secrets, Redactor redactor, Templates templates) {
        this.rota = rota;
        this.failures = failures;
        this.secrets = secrets;
        this.redactor = redactor;
        this.templates = templates;
    }

    void addTo(Routes routes) {
        String one = "/failures/{fp}";
        routes.get("/failures", Scope.JOBS_READ, this::list)
                .get(one, Scope.JOBS_READ, this::show)
                .post(one + "/retry", Scope.JOBS_WRITE, this::retry)
                .post(one + "/run-now", Scope.JOBS_WRITE, this::runNow)
                .post(one + "/cancel", Scope.JOBS_WRITE, this::cancel)
                .post(one + "/mute", Scope.JOBS_WRITE, this::mute)
                .post(one + "/unmute", Scope.JOBS_WRITE, this::unmute)
                .post(one + "/acknowledge", Scope.JOBS_WRITE, this::acknowledge)
                .post(one + "/resolve", Scope.JOBS_WRITE, this::resolve)
                .post(one + "/link", Scope.JOBS_WRITE, this::link);
    }

    private void list(Context ctx) {
        Shell shell = templates.shell(ctx, "Failures", "failures");
        Tab tab = FailureApi.tab(Requests.query(ctx, "tab"));
        PageMark after = PageMark.parse(Requests.query(ctx, "cursor"), secrets, "failures " + tab);
        List<Group> groups = failures.list(tab, after, SHOWN);
        Map<String, List<Hour>> hours = failures.hours(groups);
        String older = groups.size() < SHOWN
                ? null
                : href(tab) + "&cursor=" + Failures.mark(groups.get(SHOWN - 1)).text(secrets, "failures " + tab);
        templates.render(
                ctx,
                "failures",
                new FailuresPage(
                        shell,
                        List.of(
                                new TabLink("Failed for good", href(Tab.FAILED), tab == Tab.FAILED),
                                new TabLink("Retrying", href(Tab.RETRYING), tab == Tab.RETRYING),
                                new TabLink("All", href(Tab.ALL), tab == Tab.ALL)),
                        tab,
                        groups.stream()
                                .map(group -> row(shell, group, hours.getOrDefault(group.fingerprint(), List.of())))
                                .toList(),
                        older,
                        after == null));
    }

    private static String href(Tab tab) {
        return "failures?tab=" + Problem.lower(tab);
    }

    private static Row row(Shell shell, Group group, List<Hour> hours) {
        return new Row(
                group,
                shell.failureHref(group.fingerprint()),
                Look.of(group.status(shell.time())),
                Labels.capped(group.stuck().failed(), FailureStore.MOST_JOBS).replace("10,001+", "10,000+"),
                Labels.capped(group.stuck().retrying(), FailureStore.MOST_JOBS).replace("10,001+", "10,000+"),
                sparkline(hours, shell.time(), DAY));
    }

    /** The last so many hours, the present one at the right. */
    private static Sparkline sparkline(List<Hour> hours, Instant now, int shown) {
        Map<Instant, Long> byHour = new TreeMap<>();
        hours.forEach(hour -> byHour.merge(hour.at(), hour.failures(), Long::sum));
        Instant first = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(shown - 1L));
        List<Sparkline.Value> values = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < shown; i++) {
            Instant at = first.plus(Duration.ofHours(i));
            long count = byHour.getOrDefault(at, 0L);
            sum += count;
            values.add(new Sparkline.Value(
                    Labels.counted(count, "failure", "failures") + " in the hour from " + Times.utc(at), count));
        }
        return Sparkline.of(values, Labels.counted(sum, "failure", "failures") + " in the last " + shown + " hours");
    }

    private void show(Context ctx) {
        Group group = failures.find(ctx);
        Shell shell = templates.shell(ctx, group.sample().title(), "failures");
        List<Hour> hours = failures.hours(List.of(group)).getOrDefault(group.fingerprint(), List.of());
        List<Operation> operations = failures.operations(group);
        List<JobRow> jobs = rota
                .jobs()
                .list(Query.NEWEST
                        .fingerprint(group.fingerprint())
                        .states(JobState.FAILED, JobState.RETRYING)
                        .limit(JOBS_SHOWN))
                .stream()
                .map(job -> JobRow.of(job, redactor, shell.time()))
                .toList();
        templates.render(
                ctx,
                "failure",
                new FailurePage(
                        shell,
                        row(shell, group, hours),
                        error(group),
                        sparkline(hours, shell.time(), (int) Failures.KEPT.toHours()),
                        failures.trial(operations).map(FailurePages::text).orElse(null),
                        operations.stream()
                                .limit(OPERATIONS_SHOWN)
                                .map(OperationPages.Row::of)
                                .toList(),
                        jobs));
    }

    private static @Nullable ErrorText error(Group group) {
        String stack = group.sample().stackTrace();
        if (stack == null) {
            return null;
        }
        String type = stack.lines().findFirst().orElse("").replaceFirst(":.*", "");
        return ErrorText.of(new JobError(type, group.sample().message(), stack, group.fingerprint()));
    }

    private static TrialText text(Failures.Trial trial) {
        String ended = trial.succeeded() + " of the first " + trial.tried() + " succeeded"
                + (trial.failed() == 0 ? "" : ", " + trial.failed() + " did not")
                + (trial.open() == 0 ? "." : ", " + trial.open() + " have not ended yet.");
        if (trial.isGood()) {
            return new TrialText(ended + " The rest may follow.", "ok", true);
        }
        return trial.failed() * 10 > trial.tried()
                ? new TrialText(ended + " It is not repaired yet.", "bad", false)
                : new TrialText(ended, "running", false);
    }

    private void retry(Context ctx) {
        Form form = Form.of(ctx);
        Group group = failures.find(ctx);
        if (form.get("sample") == null) {
            failures.retry(ctx, group, form.get("reason"));
        } else {
            failures.tryFew(ctx, group, null, form.get("reason"));
        }
        back(ctx, form.get("sample") == null ? "begun" : "tried");
    }

    private static void back(Context ctx, String did) {
        Pages.redirect(ctx, "../" + Urls.encoded(ctx.pathParam("fp")) + "?did=" + did);
    }

    private void runNow(Context ctx) {
        failures.runNow(ctx, failures.find(ctx), Form.of(ctx).get("reason"));
        back(ctx, "begun");
    }

    private void cancel(Context ctx) {
        failures.cancel(ctx, failures.find(ctx), Form.of(ctx).get("reason"));
        back(ctx, "begun");
    }

    private void mute(Context ctx) {
        Form form = Form.of(ctx);
        Group group = failures.find(ctx);
        String choice = form.get("for");
        boolean version = "version".equals(choice);
        boolean few = "100".equals(choice);
        Instant now = failures.now();
        failures.mute(
                ctx,
                group,
                new Mute(
                        Caller.of(ctx).principal().name(),
                        now,
                        form.get("reason"),
                        version || few ? null : PauseUntil.until(choice, now),
                        few ? 100L : null,
                        version ? group.sample().version() : null));
        boolean muted = group.status(now) == FailureStore.Status.MUTED;
        back(
                ctx,
                "muted"
                        + (muted
                                ? ""
                                : Undo.of("failures/" + Urls.encoded(group.fingerprint()) + "/unmute")
                                        .parameter(ctx)));
    }

    private void unmute(Context ctx) {
        failures.unmute(ctx, failures.find(ctx));
        back(ctx, "unmuted");
    }

    private void acknowledge(Context ctx) {
        failures.acknowledge(ctx, failures.find(ctx));
        back(ctx, "seen");
    }

    private void resolve(Context ctx) {
        failures.resolve(ctx, failures.find(ctx), Form.of(ctx).get("version"));
        back(ctx, "resolved");
    }

    private void link(Context ctx) {
        failures.link(ctx, failures.find(ctx), Form.of(ctx).get("url"));
        back(ctx, "linked");
    }
}
