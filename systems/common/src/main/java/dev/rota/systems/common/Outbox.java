package dev.rota.systems.common;

import dev.rota.job.CurrentJob;
import dev.rota.job.JobContext;
import dev.rota.mail.Mail;
import dev.rota.mail.MailOutcomeUnknownException;
import dev.rota.mail.MailRejectedException;
import dev.rota.mail.MailText;
import dev.rota.mail.MailTransport;
import dev.rota.mail.MailUnavailableException;
import dev.rota.mail.SentMail;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * One system's outgoing messages: claimed in the system's transaction, delivered by a job, sent once. How, and why, is
 * told at the package. Safe for use by several threads and processes.
 */
public final class Outbox {
    private final MessageTable messages;
    private final EmailAddresses addresses;
    private final Preferences preferences;
    private final TransactionOperations transactions;
    private final MailTransport transport;
    private final @Nullable SentMail sentMail;
    private final InstantSource clock;
    private final OutboxSettings settings;

    /**
     * @param transactions used where two rows change together
     * @param sentMail who can be asked what was accepted, or null when nobody can
     */
    public Outbox(
            JdbcClient jdbc,
            TransactionOperations transactions,
            MailTransport transport,
            @Nullable SentMail sentMail,
            InstantSource clock,
            OutboxSettings settings) {
        this.messages = new MessageTable(jdbc, settings.system());
        this.addresses = new EmailAddresses(jdbc, clock);
        this.preferences = new Preferences(jdbc);
        this.transactions = transactions;
        this.transport = transport;
        this.sentMail = sentMail;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * What a claim came to.
     *
     * @param id the message's row
     * @param status {@link MessageStatus#QUEUED} when it is to be delivered, {@link MessageStatus#SUPPRESSED} when there
     *     is no one to send it to; for an earlier claim whatever became of it
     * @param created whether this call made it; false when the key was claimed before
     */
    public record Claim(long id, MessageStatus status, boolean created) {
        /** Whether the caller is the one to enqueue a delivery. */
        public boolean needsDelivery() {
            return created && status == MessageStatus.QUEUED;
        }
    }

    /** What a delivery came to. */
    public enum Delivery {
        /** The server accepted it, now or in an earlier attempt. */
        SENT,
        /** It will not be sent; see {@link Message#lastError}. */
        SUPPRESSED,
        /** The recipient is refused; the address gets no more mail. */
        BOUNCED,
        /** It cannot be sent. */
        FAILED,
        /** It may have been sent; a person decides. */
        UNKNOWN,
        /** Another attempt has it, or had it when it died: deliver again after {@link OutboxSettings#claimLimit}. */
        BUSY
    }

    /** Composes a text at the last moment. */
    @FunctionalInterface
    public interface Composer {
        /** The text, or empty when the message is no longer to the point and shall not be sent. */
        Optional<MailText> compose();
    }

    /**
     * Claims a message, once for each key. Takes part in the caller's transaction: claim in the one that writes the
     * ledger, and enqueue the delivery in it when {@link Claim#needsDelivery}.
     */
    public Claim claim(NewMessage message) {
        Instant now = clock.instant();
        String messageId = MessageIds.of(settings.system(), message.dedupeKey(), settings.site());
        MessageTable.Insertion row = new MessageTable.Insertion(
                message, messageId, reasonNotToSend(message), now, now.plus(settings.keepBodies()));
        Optional<Long> id = messages.insert(row);
        if (id.isPresent()) {
            MessageStatus status = row.suppressedBecause() == null ? MessageStatus.QUEUED : MessageStatus.SUPPRESSED;
            return new Claim(id.get(), status, true);
        }
        Message earlier = messages.find(message.dedupeKey())
                .orElseThrow(() -> new IllegalStateException(
                        "Message " + message.dedupeKey() + " was deleted while it was claimed; claim it again"))
                .message();
        return new Claim(earlier.id(), earlier.status(), false);
    }

    /** Delivers a message with the text it was claimed with; see {@link #deliver(long, Composer)}. */
    public Delivery deliver(long id) throws MailUnavailableException {
        return deliver(id, null);
    }

    /**
     * Delivers a message that is still to be delivered; otherwise says what became of it. To be called by a job, again
     * after any failure. Must not be called in a transaction, which would stay open while the mail server answers.
     *
     * @param id the claim's
     * @param composer composes the text; null for the one it was claimed with
     * @throws MailUnavailableException try again later; the message is queued again, or, with
     *     {@link MailOutcomeUnknownException}, will be looked up by the next attempt
     * @throws IllegalArgumentException when this system has no such message
     * @throws IllegalStateException when called in a transaction
     */
    public Delivery deliver(long id, @Nullable Composer composer) throws MailUnavailableException {
        return deliver(id, composer, Map.of());
    }

    /**
     * Delivers a message with further headers; see {@link #deliver(long, Composer)}.
     *
     * @param headers such as {@code List-Unsubscribe}, as {@link Mail} takes them
     */
    public Delivery deliver(long id, @Nullable Composer composer, Map<String, String> headers)
            throws MailUnavailableException {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Outbox.deliver: expected no transaction, found one; it would stay open"
                    + " while the mail server answers. Call deliver outside of it");
        }
        MessageTable.Row row = messages.find(id).orElseThrow(() -> unknownId(id));
        MessageStatus status = row.message().status();
        boolean askable = status == MessageStatus.UNKNOWN && sentMail != null;
        if (status.isFinal() && !askable) {
            return outcome(status);
        }
        Instant now = clock.instant();
        if (row.claimedUntil() != null && row.claimedUntil().isAfter(now)) {
            return Delivery.BUSY;
        }
        String claim = UUID.randomUUID().toString();
        if (!messages.take(row, claim, now.plus(settings.claimLimit()))) {
            return Delivery.BUSY;
        }
        if (status != MessageStatus.QUEUED) {
            Optional<Delivery> known = lookUp(row.message(), claim);
            if (known.isPresent()) {
                return known.get();
            }
        }
        Draft draft = draft(row, claim, composer, headers);
        return draft.mail() == null
                ? end(row.message(), claim, draft.status(), draft.reason())
                : handOver(row.message(), claim, draft.mail());
    }

    /** A message without its address and text, or empty. */
    public Optional<Message> find(long id) {
        return messages.find(id).map(MessageTable.Row::message);
    }

    /**
     * Messages that are waiting for a delivery or were left by one that died, oldest first. Deliveries are enqueued with
     * their claims; this is for a sweep that makes sure.
     */
    public List<Long> undelivered(int limit) {
        return messages.open(clock.instant(), limit);
    }

    /**
     * Notes what came back to an accepted mail, as a provider reports it. Only a hard bounce says that it did not arrive
     * and changes the message.
     *
     * @return true when this suppressed the address: the time to tell staff, once. False also for an unknown Message-ID
     */
    public boolean bounced(String messageId, Bounce bounce) {
        return Boolean.TRUE.equals(transactions.execute(tx -> messages.noteBounce(messageId, bounce)
                .map(address -> addresses.bounced(address, bounce))
                .orElse(false)));
    }

    /**
     * A person's decision about an {@link MessageStatus#UNKNOWN} message.
     *
     * @param sent true when it did arrive; false to queue it again, and then it needs a delivery
     * @return false when it is not unknown
     */
    public boolean resolve(long id, boolean sent) {
        return messages.resolve(id, sent ? MessageStatus.SENT : MessageStatus.QUEUED, sent ? clock.instant() : null);
    }

    /**
     * Strips texts and addresses whose time is over; the rows and their keys stay, so that no notice comes twice.
     *
     * @param limit most rows of this call, one transaction
     * @return how many were stripped; fewer than the limit when it is done
     */
    public int purgeBodies(int limit) {
        return messages.purge(clock.instant(), limit);
    }

    /**
     * Strips everything personal from a user's messages and stops those not yet sent. In the caller's transaction.
     *
     * @return how many messages there were
     */
    public int forget(long userId) {
        return messages.forget(userId);
    }

    private @Nullable String reasonNotToSend(NewMessage message) {
        String address = message.address();
        if (address == null || address.isBlank()) {
            return "no address";
        }
        if (addresses.suppressed(address)) {
            return "address suppressed";
        }
        Long user = message.recipientUserId();
        return user != null && !preferences.enabled(settings.system(), user, message.kind()) ? "opted out" : null;
    }

    /** What became of a message whose last attempt did not say; empty when it certainly was not accepted. */
    private Optional<Delivery> lookUp(Message message, String claim) {
        if (sentMail == null) {
            return Optional.of(
                    end(message, claim, MessageStatus.UNKNOWN, "it may have been sent, and nobody can be asked"));
        }
        boolean accepted;
        try {
            accepted = sentMail.contains(message.messageId());
        } catch (RuntimeException e) {
            messages.expire(message.id(), claim, clock.instant(), "the look-up failed");
            throw e;
        }
        return accepted ? Optional.of(end(message, claim, MessageStatus.SENT, null)) : Optional.empty();
    }

    /** A mail to hand over, or else the status and the reason it ends with. */
    private record Draft(
            @Nullable Mail mail,
            MessageStatus status,
            @Nullable String reason) {
        static Draft none(MessageStatus status, @Nullable String reason) {
            return new Draft(null, status, reason);
        }
    }

    private Draft draft(MessageTable.Row row, String claim, @Nullable Composer composer, Map<String, String> headers) {
        try {
            return draft(row, composer, headers);
        } catch (RuntimeException e) {
            // Nothing was handed over yet, so the next attempt need not look anything up.
            end(row.message(), claim, MessageStatus.QUEUED, "composing failed");
            throw e;
        }
    }

    private Draft draft(MessageTable.Row row, @Nullable Composer composer, Map<String, String> headers) {
        String address = row.address();
        if (address == null || addresses.suppressed(address)) {
            return Draft.none(MessageStatus.SUPPRESSED, address == null ? "no address" : "address suppressed");
        }
        Optional<MailText> text = composer == null ? Optional.ofNullable(row.text()) : composer.compose();
        if (text.isEmpty()) {
            return composer == null
                    ? Draft.none(MessageStatus.FAILED, "no text was claimed, and none is composed")
                    : Draft.none(MessageStatus.SUPPRESSED, "no longer to the point");
        }
        try {
            Mail mail = new Mail(row.message().messageId(), settings.from(), address, text.get(), headers);
            Optional<JobContext> job = CurrentJob.get();
            mail = job.isEmpty()
                    ? mail
                    : mail.withHeader("X-Rota-Job", String.valueOf(job.get().id()));
            return new Draft(mail, MessageStatus.SENDING, null);
        } catch (IllegalArgumentException e) {
            return Draft.none(MessageStatus.FAILED, e.getMessage());
        }
    }

    private Delivery handOver(Message message, String claim, Mail mail) throws MailUnavailableException {
        try {
            transport.send(mail);
            return end(message, claim, MessageStatus.SENT, null);
        } catch (MailRejectedException e) {
            if (!e.recipientRefused()) {
                return end(message, claim, MessageStatus.FAILED, e.getMessage());
            }
            transactions.executeWithoutResult(tx -> {
                addresses.bounced(mail.to(), Bounce.HARD);
                end(message, claim, MessageStatus.BOUNCED, e.getMessage());
            });
            return Delivery.BOUNCED;
        } catch (MailOutcomeUnknownException e) {
            messages.expire(message.id(), claim, clock.instant(), e.getMessage());
            throw e;
        } catch (MailUnavailableException e) {
            end(message, claim, MessageStatus.QUEUED, e.getMessage());
            throw e;
        } catch (RuntimeException e) {
            // Whether the mail went out is not clear from here: the next attempt looks it up, without waiting.
            messages.expire(message.id(), claim, clock.instant(), e.getClass().getSimpleName());
            throw e;
        }
    }

    /** Ends the claim. One that was lost meanwhile is another attempt's, which asks before it sends. */
    private Delivery end(Message message, String claim, MessageStatus status, @Nullable String error) {
        boolean held =
                messages.end(message.id(), claim, status, error, status == MessageStatus.SENT ? clock.instant() : null);
        return held || status == MessageStatus.SENT ? outcome(status) : Delivery.BUSY;
    }

    private static Delivery outcome(MessageStatus status) {
        return switch (status) {
            case SENT -> Delivery.SENT;
            case SUPPRESSED -> Delivery.SUPPRESSED;
            case BOUNCED -> Delivery.BOUNCED;
            case FAILED -> Delivery.FAILED;
            case UNKNOWN -> Delivery.UNKNOWN;
            case QUEUED, SENDING -> Delivery.BUSY;
        };
    }

    private static IllegalArgumentException unknownId(long id) {
        return new IllegalArgumentException("Message " + id + ": expected one of this system, found none");
    }
}
