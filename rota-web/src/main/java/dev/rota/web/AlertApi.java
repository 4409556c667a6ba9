package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.AlertKind;
import dev.rota.alerts.Alerts;
import dev.rota.alerts.ChannelState;
import dev.rota.alerts.Condition;
import dev.rota.alerts.Delivery;
import dev.rota.alerts.KindState;
import dev.rota.console.Scope;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /alerts}, {@code /alert-kinds} and {@code /alert-deliveries}: who is told what, and what became of it. */
final class AlertApi {
    private static final int DELIVERIES = 20;
    private static final int MOST_DELIVERIES = 200;

    private final Alerts alerts;
    private final AlertSwitches switches;
    private final String basePath;

    record TurnBody(boolean on) {}

    record TestView(long jobId) {}

    record ChannelView(
            String name,
            String means,
            String target,
            boolean on,
            @Nullable String quiet,
            @Nullable Instant quietUntil,
            List<String> kinds) {
        static ChannelView of(ChannelState channel) {
            return new ChannelView(
                    channel.name(),
                    channel.means(),
                    channel.target(),
                    channel.on(),
                    channel.quiet() == null ? null : channel.quiet().toString(),
                    channel.quietUntil(),
                    channel.kinds().stream().map(AlertKind::text).sorted().toList());
        }
    }

    record KindView(String kind, String words, boolean on) {
        static KindView of(KindState state) {
            return new KindView(state.kind().text(), state.kind().words(), state.on());
        }
    }

    record ConditionView(String kind, String subject, String name, String text, Instant since) {
        static ConditionView of(Condition condition) {
            return new ConditionView(
                    condition.kind().text(),
                    condition.subject(),
                    condition.name(),
                    condition.text(),
                    condition.since());
        }
    }

    record AlertsView(List<ChannelView> channels, List<KindView> kinds, List<ConditionView> conditions) {}

    AlertApi(Rota rota, Alerts alerts, String basePath) {
        this.alerts = alerts;
        this.switches = new AlertSwitches(rota, alerts);
        this.basePath = basePath;
    }

    void addTo(Routes routes) {
        String channel = Routes.API + "/alerts/{channel}";
        routes.get(Routes.API + "/alerts", Scope.SETTINGS_READ, this::show)
                .patch(channel, Scope.SETTINGS_WRITE, this::turnChannel)
                .post(channel + "/test", Access.to(Scope.SETTINGS_WRITE).always(), this::test)
                .patch(Routes.API + "/alert-kinds/{kind}", Scope.SETTINGS_WRITE, this::turnKind)
                .get(Routes.API + "/alert-deliveries", Scope.SETTINGS_READ, this::deliveries);
    }

    private void show(Context ctx) {
        Json.answer(
                ctx,
                new AlertsView(
                        alerts.channels().stream().map(ChannelView::of).toList(),
                        alerts.kinds().stream().map(KindView::of).toList(),
                        alerts.conditions().stream().map(ConditionView::of).toList()));
    }

    private void deliveries(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("limit"));
        int limit = Requests.number(ctx, "limit", DELIVERIES, MOST_DELIVERIES);
        Json.answer(ctx, new ApiViews.ItemsView<Delivery>(alerts.deliveries(limit)));
    }

    private void turnChannel(Context ctx) {
        ChannelState channel = switches.channel(ctx);
        switches.turn(ctx, channel, Json.read(ctx, TurnBody.class).on());
        Json.answer(ctx, ChannelView.of(switches.channel(ctx)));
    }

    private void turnKind(Context ctx) {
        AlertKind kind = switches.kind(ctx);
        boolean on = Json.read(ctx, TurnBody.class).on();
        switches.turn(ctx, kind, on);
        Json.answer(ctx, KindView.of(new KindState(kind, on)));
    }

    private void test(Context ctx) {
        long job = switches.test(ctx);
        ctx.status(202).header("Location", ctx.contextPath() + basePath + Routes.API + "/jobs/" + job);
        Json.answer(ctx, new TestView(job));
    }
}
