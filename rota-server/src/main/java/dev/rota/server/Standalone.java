package dev.rota.server;

import dev.rota.Rota;
import dev.rota.RotaBuilder;
import dev.rota.alerts.AlertMailer;
import dev.rota.alerts.AlertSender;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Alerts;
import dev.rota.alerts.SmtpAlertMailer;
import dev.rota.cli.CommandFailure;
import dev.rota.cli.ExitCode;
import dev.rota.cli.Host;
import dev.rota.jackson.JacksonCodec;
import dev.rota.mail.MailTransport;
import dev.rota.mail.SmtpSettings;
import dev.rota.mail.SmtpTransport;
import dev.rota.mail.local.LocalMailbox;
import dev.rota.micrometer.RotaMetrics;
import dev.rota.micrometer.StoreGauges;
import dev.rota.server.http.HttpCall;
import dev.rota.server.http.HttpCallHandler;
import dev.rota.server.mail.MailCall;
import dev.rota.server.mail.MailCallHandler;
import dev.rota.store.Store;
import dev.rota.web.DemoJob;
import dev.rota.web.FiledMails;
import dev.rota.web.MailFolder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Rota with the built-in job types and its meters, and what it needs. Closing it stops it and closes all of that. */
final class Standalone implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

    private final Rota rota;
    private final Alerts alerts;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private @Nullable MailFolder mails;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /**
     * Makes it; it works nothing yet.
     *
     * @param store closed with it, and also if it cannot be made
     * @param told who is told of what is the matter
     * @throws CommandFailure if the mailbox cannot be made
     */
    Standalone(Store store, EngineOptions engine, CallOptions calls, AlertSettings told, Host host) {
        parts.push(store);
        try {
            HttpCallHandler http = keep(new HttpCallHandler(calls.rules(), calls.responseLimit(), host.version()));
            MailTransport transport = transport(calls, host);
            MailCallHandler mail = new MailCallHandler(transport, calls.from());
            JacksonCodec codec = new JacksonCodec();
            AlertMailer mailer = transport == null ? AlertMailer.NONE : new SmtpAlertMailer(transport, calls.from());
            RotaMetrics metrics = new RotaMetrics();
            RotaBuilder builder = new AlertSender(told, mailer, codec)
                    .addTo(DemoJob.addTo(Rota.builder(store, codec)))
                    .handler(HttpCall.TYPE, http)
                    .handler(MailCall.TYPE, mail)
                    .listener(metrics);
            rota = keep(engine.apply(builder, host.version()).build());
            alerts = keep(new Alerts(rota, told));
            metrics.bindTo(meters);
            new StoreGauges(() -> store).bindTo(meters);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private @Nullable MailTransport transport(CallOptions calls, Host host) {
        SmtpSettings smtp = calls.smtp();
        SmtpTransport server = smtp == null ? null : keep(new SmtpTransport(smtp, InstantSource.system()));
        Path directory = calls.capture(host);
        if (directory == null) {
            return server;
        }
        try {
            LocalMailbox mailbox = keep(LocalMailbox.start(directory, 0));
            mails = new FiledMails(directory, server);
            SmtpSettings local = SmtpSettings.DEFAULTS.withServer("127.0.0.1", mailbox.port());
            return keep(new SmtpTransport(local, InstantSource.system()));
        } catch (IOException | IllegalStateException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, "Mails cannot be filed in " + directory + ": " + e.getMessage() + ".", e);
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    Rota rota() {
        return rota;
    }

    Alerts alerts() {
        return alerts;
    }

    /** Mails that are filed instead of being delivered; null where they are delivered. */
    @Nullable
    MailFolder mails() {
        return mails;
    }

    /** In the text format of Prometheus. */
    String metrics() {
        return meters.scrape();
    }

    /** Stops what runs, with its grace, and closes everything, the last first. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not close", part.getClass().getSimpleName(), e);
            }
        }
    }
}
