package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.AlertKind;
import dev.rota.alerts.Alerts;
import dev.rota.alerts.ChannelState;
import io.javalin.http.Context;

/** What people may do about alerts, by pages and by REST alike; all of it is written down. */
final class AlertSwitches {
    private final Alerts alerts;
    private final Acts acts;

    AlertSwitches(Rota rota, Alerts alerts) {
        this.alerts = alerts;
        this.acts = new Acts(rota);
    }

    /** @throws Problem if there is no such channel */
    ChannelState channel(Context ctx) {
        String name = ctx.pathParam("channel");
        return alerts.channels().stream()
                .filter(channel -> channel.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("channel of alerts", name));
    }

    /** @throws Problem if there is no such kind */
    AlertKind kind(Context ctx) {
        String text = ctx.pathParam("kind");
        return AlertKind.of(text).orElseThrow(() -> Problem.notFound("kind of alerts", text));
    }

    void turn(Context ctx, ChannelState channel, boolean on) {
        alerts.turn(channel.name(), on, by(ctx));
        acts.record(ctx, on ? "alert.on" : "alert.off", "channel:" + channel.name(), null);
    }

    void turn(Context ctx, AlertKind kind, boolean on) {
        alerts.turn(kind, on, by(ctx));
        acts.record(ctx, on ? "alert.on" : "alert.off", "kind:" + kind.text(), null);
    }

    /** Gives the job that delivers the test. */
    long test(Context ctx) {
        String name = channel(ctx).name();
        long job = alerts.test(name, by(ctx)).orElseThrow(() -> Problem.notFound("channel of alerts", name));
        acts.record(ctx, "alert.test", "channel:" + name, null);
        return job;
    }

    private static String by(Context ctx) {
        return Caller.of(ctx).principal().name();
    }
}
