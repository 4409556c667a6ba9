package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.AlertKind;
import dev.rota.alerts.AlertRules;
import dev.rota.alerts.Alerts;
import dev.rota.alerts.ChannelState;
import dev.rota.alerts.Condition;
import dev.rota.alerts.Delivery;
import dev.rota.alerts.KindState;
import dev.rota.console.Scope;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who is told of what is the matter, and what became of it. */
final class AlertPages {
    private static final int DELIVERIES = 20;

    private final Alerts alerts;
    private final AlertSwitches switches;
    private final Templates templates;

    /** A channel as a row. */
    record ChannelRow(
            String name,
            String means,
            String target,
            boolean on,
            String kinds,
            String quiet,
            @Nullable Instant quietUntil) {
        static ChannelRow of(ChannelState channel) {
            return new ChannelRow(
                    channel.name(),
                    channel.means(),
                    channel.target(),
                    channel.on(),
                    channel.kinds().isEmpty()
                            ? "everything"
                            : channel.kinds().stream()
                                    .map(AlertKind::text)
                                    .sorted()
                                    .collect(Collectors.joining(", ")),
                    channel.quiet() == null ? "never" : channel.quiet().toString(),
                    channel.quietUntil());
        }
    }

    /** A kind as a row; {@code when} says from when on it is the matter. */
    record KindRow(String kind, String words, String when, boolean on) {}

    /** What is the matter, with where that is shown. */
    record ConditionRow(String words, String href, String name, String text, Instant since) {}

    /** A delivery as a row. */
    record DeliveryRow(Look look, Delivery delivery, String href) {
        String titles() {
            int more = delivery.count() - delivery.titles().size();
            return String.join("; ", delivery.titles()) + (more > 0 ? "; and " + more + " more" : "");
        }
    }

    record AlertsPage(
            Shell shell,
            List<ChannelRow> channels,
            List<KindRow> kinds,
            List<ConditionRow> conditions,
            List<DeliveryRow> deliveries,
            boolean mayChange) {}

    AlertPages(Rota rota, Alerts alerts, Templates templates) {
        this.alerts = alerts;
        this.switches = new AlertSwitches(rota, alerts);
        this.templates = templates;
    }

    void addTo(Routes routes) {
        routes.get("/alerts", Scope.SETTINGS_READ, this::show)
                .post(
                        "/alerts/channels/{channel}/test",
                        Access.to(Scope.SETTINGS_WRITE).always(),
                        this::test)
                .post("/alerts/channels/{channel}/on", Scope.SETTINGS_WRITE, ctx -> turnChannel(ctx, true))
                .post("/alerts/channels/{channel}/off", Scope.SETTINGS_WRITE, ctx -> turnChannel(ctx, false))
                .post("/alerts/kinds/{kind}/on", Scope.SETTINGS_WRITE, ctx -> turnKind(ctx, true))
                .post("/alerts/kinds/{kind}/off", Scope.SETTINGS_WRITE, ctx -> turnKind(ctx, false));
    }

    private void show(Context ctx) {
        Shell shell = templates.shell(ctx, "Alerts", "alerts");
        templates.render(
                ctx,
                "alerts",
                new AlertsPage(
                        shell,
                        alerts.channels().stream().map(ChannelRow::of).toList(),
                        alerts.kinds().stream().map(this::row).toList(),
                        alerts.conditions().stream()
                                .map(condition -> row(condition, shell))
                                .toList(),
                        alerts.deliveries(DELIVERIES).stream()
                                .map(each -> new DeliveryRow(Look.of(each.state()), each, shell.jobHref(each.jobId())))
                                .toList(),
                        shell.may(Scope.SETTINGS_WRITE)));
    }

    private static ConditionRow row(Condition condition, Shell shell) {
        return new ConditionRow(
                condition.kind().words(),
                shell.root() + "/" + condition.path(),
                condition.name(),
                condition.text(),
                condition.since());
    }

    private KindRow row(KindState state) {
        AlertRules rules = alerts.rules();
        String when = switch (state.kind()) {
            case SCHEDULE_LATE -> "due for longer than its grace";
            case SCHEDULE_MISSED -> "given up by its policy, within the last hour";
            case FAILURE_NEW -> "seen for the first time, until it is acknowledged";
            case FAILURE_REGRESSED -> "seen again after it was resolved";
            case FAILURE_RATE ->
                "more than " + Math.round(100 * rules.failureRate()) + " % of " + rules.failureLeast()
                        + " or more attempts of a type in " + words(rules.failureWindow());
            case QUEUE_UNWORKED -> "jobs have waited for " + words(rules.unworked()) + ", and no worker takes them";
            case QUEUE_WAIT -> "a job has waited for more than " + words(rules.longestWait()) + waits(rules);
            case WORKER_LOST -> "not heard of for its lease";
            case JOB_SLOW ->
                "runs for more than " + words(rules.slowLeast()) + " and "
                        + String.valueOf(rules.slowFactor()).replaceAll("\\.0$", "")
                        + " times as long as 95 % of its type";
        };
        return new KindRow(state.kind().text(), state.kind().words(), when, state.on());
    }

    private static String waits(AlertRules rules) {
        return rules.longestWaits().entrySet().stream()
                .map(each -> ", in " + each.getKey() + " " + words(each.getValue()))
                .sorted()
                .collect(Collectors.joining());
    }

    private static String words(Duration duration) {
        return Times.rough(duration);
    }

    private void test(Context ctx) {
        switches.test(ctx);
        Pages.redirect(ctx, "../../../alerts?did=tested#" + Urls.row("channel", ctx.pathParam("channel")));
    }

    private void turnChannel(Context ctx, boolean on) {
        switches.turn(ctx, switches.channel(ctx), on);
        turned(ctx, "channel", "alerts/channels/", on);
    }

    private void turnKind(Context ctx, boolean on) {
        switches.turn(ctx, switches.kind(ctx), on);
        turned(ctx, "kind", "alerts/kinds/", on);
    }

    private static void turned(Context ctx, String what, String path, boolean on) {
        String name = ctx.pathParam(what);
        Undo undo = Undo.of(path + Urls.encoded(name) + (on ? "/off" : "/on"));
        Pages.redirect(
                ctx,
                "../../../alerts?did=" + (on ? "turned-on" : "turned-off") + undo.parameter(ctx) + "#"
                        + Urls.row(what, name));
    }
}
