package dev.rota.alerts;

import dev.rota.RotaBuilder;
import dev.rota.job.ArgsCodec;
import dev.rota.job.JobContext;
import dev.rota.job.JobType;
import dev.rota.retry.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers alerts: the handler of jobs of type {@value #NAME}. Every worker that has one must know the same channels.
 * Thread-safe.
 *
 * <pre>{@code
 * AlertSender sender = new AlertSender(settings, AlertMailer.NONE, codec);
 * Rota rota = sender.addTo(Rota.builder(store, codec)).build();
 * try (Alerts alerts = new Alerts(rota, settings)) {
 *     rota.start();
 *     alerts.start();
 * }
 * }</pre>
 */
public final class AlertSender {
    /** The type of jobs that deliver alerts. */
    public static final String NAME = "rota.alert";

    /** The queue they wait in. */
    public static final String QUEUE = "rota-alerts";

    /** Some nine hours of attempts, then the job has failed and can be retried by hand. */
    static final JobType<AlertMessage> TYPE = JobType.of(NAME, AlertMessage.class)
            .queue(QUEUE)
            .maxAttempts(25)
            .retry(RetryPolicy.exponential(Duration.ofSeconds(10), 2, Duration.ofMinutes(30)))
            .timeout(Duration.ofMinutes(2));

    private static final Logger LOG = LoggerFactory.getLogger(AlertSender.class);
    private static final int SLOTS = 2;

    private final AlertSettings settings;
    private final AlertMailer mailer;
    private final ArgsCodec codec;
    private final Wording wording;
    private final WebhookCaller webhooks = new WebhookCaller();

    /** How many of the recipients of a mail have got it. */
    record Sent(int recipients) {}

    /**
     * Delivers nothing yet.
     *
     * @param mailer {@link AlertMailer#NONE} if there is no mail server
     * @param codec that writes the bodies of webhooks
     */
    public AlertSender(AlertSettings settings, AlertMailer mailer, ArgsCodec codec) {
        this.settings = settings;
        this.mailer = mailer;
        this.codec = codec;
        this.wording = new Wording(settings);
    }

    /** Jobs of alerts are run by this, in slots of their own; by others where there are no channels. */
    public RotaBuilder addTo(RotaBuilder builder) {
        return settings.channels().isEmpty()
                ? builder
                : builder.handler(TYPE, this::deliver).slots(QUEUE, SLOTS);
    }

    private void deliver(AlertMessage message, JobContext job) throws Exception {
        Channel channel = settings.find(message.channel())
                .orElseThrow(() -> new IllegalStateException("This worker knows no channel " + message.channel()
                        + ": configure the same channels for all workers, and retry the job"));
        try {
            if (channel.target() instanceof Target.Mail mail) {
                send(mail, message, job);
            } else if (channel.target() instanceof Target.Webhook webhook) {
                webhooks.call(
                        webhook,
                        message.id(),
                        codec.encode(wording.json(message)),
                        job.clock().instant());
            }
            job.log().info("Told " + channel.target().shown());
        } catch (AlertRefusedException e) {
            LOG.error("Channel {} refuses an alert for good: {}", channel.name(), e.getMessage());
            throw job.fail(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn(
                    "Channel {} could not be told, attempt {} of {}: {}",
                    channel.name(),
                    job.attempt(),
                    job.maxAttempts(),
                    e.getMessage());
            throw e;
        }
    }

    /** One mail to each; who has got it gets it no more, and one who is refused does not stop the others. */
    private void send(Target.Mail mail, AlertMessage message, JobContext job) throws Exception {
        int first = job.checkpoint(Sent.class).map(Sent::recipients).orElse(0);
        List<String> refused = new ArrayList<>();
        for (int i = first; i < mail.to().size(); i++) {
            try {
                mailer.send(message.id() + "." + i, mail.to().get(i), wording.mail(message));
            } catch (AlertRefusedException e) {
                refused.add("recipient " + (i + 1) + ": " + e.getMessage());
            }
            job.checkpoint(new Sent(i + 1));
        }
        if (!refused.isEmpty()) {
            throw new AlertRefusedException(String.join("; ", refused));
        }
    }
}
