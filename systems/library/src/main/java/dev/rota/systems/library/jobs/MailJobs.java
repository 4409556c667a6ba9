package dev.rota.systems.library.jobs;

import static dev.rota.systems.library.jobs.DutyResult.count;

import dev.rota.job.JobContext;
import dev.rota.mail.MailUnavailableException;
import dev.rota.spring.RotaJob;
import dev.rota.spring.RotaSchedule;
import dev.rota.systems.common.Outbox;
import dev.rota.systems.library.duty.MailDelivery;
import java.time.Duration;
import java.util.List;

/** Jobs that deliver mails. */
final class MailJobs {
    private static final int SWEPT = 1_000;

    private final MailDelivery mailDelivery;
    private final Outbox outbox;
    private final MailOrders orders;
    private final Duration again;

    /** @param again how long to wait while another attempt has a message */
    MailJobs(MailDelivery mailDelivery, Outbox outbox, MailOrders orders, Duration again) {
        this.mailDelivery = mailDelivery;
        this.outbox = outbox;
        this.orders = orders;
        this.again = again;
    }

    /** How it is retried is said by {@link MailOrders#DELIVER_MAIL}. */
    @RotaJob("library.deliver-mail")
    DutyResult deliver(JobContext job, DeliverMail args) throws Exception {
        return DutyRun.of(job, progress -> {
            progress.total(1);
            Outbox.Delivery delivery = deliver(job, args.messageId());
            progress.ok();
            return DutyResult.of("Message " + args.messageId()
                            + (delivery == Outbox.Delivery.SENT
                                    ? " sent"
                                    : " not sent"
                                            + " any more: it is no longer to the point, or nobody may be written to"))
                    .with("messages", List.of(args.messageId()));
        });
    }

    private Outbox.Delivery deliver(JobContext job, long message) throws MailUnavailableException {
        Outbox.Delivery delivery = mailDelivery.deliver(message, job.clock().instant());
        return switch (delivery) {
            case SENT, SUPPRESSED -> delivery;
            case BUSY -> throw job.snooze(again, "another attempt has message " + message);
            case BOUNCED ->
                throw job.fail("The mail server refuses the recipient of message " + message
                        + "; the address gets no more mail until it changes");
            case FAILED -> throw job.fail("Message " + message + " cannot be sent; its row says why");
            case UNKNOWN ->
                throw job.fail("Message " + message + " may have been sent, and nobody can be asked: decide by hand");
        };
    }

    @RotaJob("library.sweep-mail")
    @RotaSchedule(
            cron = "${library.schedules.sweep-mail:*/15 * * * *}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Makes sure that each message that waits has a delivery")
    DutyResult sweep(JobContext job) throws Exception {
        return DutyRun.of(job, progress -> {
            List<Long> ordered =
                    outbox.undelivered(SWEPT).stream().filter(orders::order).toList();
            progress.ok(ordered.size());
            return DutyResult.of("Ordered " + "deliveries of " + count(ordered.size(), "message") + " that had none")
                    .with("messages", ordered);
        });
    }
}
