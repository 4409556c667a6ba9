package dev.rota.spring.guide;

import dev.rota.Rota;
import dev.rota.alerts.AlertKind;
import dev.rota.alerts.AlertMailer;
import dev.rota.alerts.AlertSender;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Alerts;
import dev.rota.alerts.Channel;
import dev.rota.alerts.QuietTime;
import dev.rota.alerts.SmtpAlertMailer;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.ArgsCodec;
import dev.rota.mail.MailTransport;
import dev.rota.store.Store;
import java.net.URI;
import java.time.ZoneId;

/** Alerts without Spring. */
final class AlertedProgram {
    private AlertedProgram() {}

    // [alerts]
    static AlertSettings settings(URI hook, String secret) {
        return AlertSettings.DEFAULTS
                .channel(Channel.mail("ops", "ops@example.org", "anna@example.org")
                        .quiet(QuietTime.parse("22:00-07:00", ZoneId.of("Europe/Riga"))))
                .channel(Channel.webhook("pager", hook, secret)
                        .only(AlertKind.QUEUE_UNWORKED, AlertKind.WORKER_LOST, AlertKind.SCHEDULE_LATE))
                .link(URI.create("https://example.org/rota"));
    }

    static void run(Store store, AlertSettings settings, MailTransport transport) throws InterruptedException {
        ArgsCodec codec = new JacksonCodec();
        AlertMailer mailer = new SmtpAlertMailer(transport, "Rota <rota@example.org>");
        AlertSender sender = new AlertSender(settings, mailer, codec);
        try (Rota rota = sender.addTo(Rota.builder(store, codec)).build();
                Alerts alerts = new Alerts(rota, settings)) {
            rota.start();
            alerts.start();
            Thread.currentThread().join();
        }
    }
    // [/alerts]
}
