package dev.rota.systems.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.mail.Mail;
import dev.rota.mail.MailOutcomeUnknownException;
import dev.rota.mail.MailRejectedException;
import dev.rota.mail.MailText;
import dev.rota.mail.MailTransport;
import dev.rota.mail.MailUnavailableException;
import dev.rota.mail.SentMail;
import dev.rota.systems.common.Outbox.Claim;
import dev.rota.systems.common.Outbox.Delivery;
import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class OutboxTest {
    private static final String ADA = "ada@uni.example";
    private static final String KEY = "due_soon.1.2026-03-20";
    private static final MailText TEXT = new MailText("Due soon", "Bring it back.", "<p>Bring it back.</p>");

    private final TestDatabase database;

    private final FakeServer server = new FakeServer();
    private Instant now = Instant.parse("2026-03-20T13:00:00Z");
    private FreshDatabase fresh;
    private Outbox outbox;

    OutboxTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        fresh = database.open(SystemSchema.COMMON);
        outbox = outbox(server);
    }

    @AfterEach
    void close() {
        fresh.close();
    }

    @Test
    void a_key_is_claimed_once() {
        Claim first = outbox.claim(message(KEY));
        Claim second = outbox.claim(message(KEY));

        assertThat(first.needsDelivery()).isTrue();
        assertThat(second).isEqualTo(new Claim(first.id(), MessageStatus.QUEUED, false));
        assertThat(second.needsDelivery()).isFalse();
        assertThat(fresh.count("core_message")).isEqualTo(1);
    }

    @Test
    void a_claim_is_undone_with_the_callers_transaction() {
        fresh.transactions().executeWithoutResult(tx -> {
            assertThat(outbox.claim(message(KEY)).created()).isTrue();
            tx.setRollbackOnly();
        });

        assertThat(fresh.count("core_message")).isZero();
        assertThat(outbox.claim(message(KEY)).created()).isTrue();
    }

    @Test
    void the_same_key_in_two_systems_is_two_messages() {
        Outbox webapp = new Outbox(
                fresh.jdbc(),
                fresh.transactions(),
                server,
                server,
                () -> now,
                OutboxSettings.of("webapp", ADA, "x.example"));

        Claim other = webapp.claim(message(KEY));

        assertThat(outbox.claim(message(KEY)).created()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> outbox.deliver(other.id()))
                .withMessageContaining("expected one of this system");
    }

    @Test
    void a_delivered_message_is_sent_once() throws Exception {
        long id = outbox.claim(message(KEY)).id();

        assertThat(outbox.deliver(id)).isEqualTo(Delivery.SENT);
        assertThat(outbox.deliver(id)).isEqualTo(Delivery.SENT);

        assertThat(server.received).hasSize(1);
        Mail mail = server.received.get(0);
        assertThat(mail.messageId()).isEqualTo("library.due_soon.1.2026-03-20@uni.example");
        assertThat(mail.to()).isEqualTo(ADA);
        assertThat(mail.text()).isEqualTo(TEXT);
        Message message = outbox.find(id).orElseThrow();
        assertThat(message.sentAt()).isEqualTo(now);
        assertThat(message.attempts()).isEqualTo(1);
    }

    @Test
    void nobody_to_send_to_is_suppressed_at_the_claim_and_stays_so() throws Exception {
        new Preferences(fresh.jdbc()).set("library", 2, "due_soon", false, true);
        new EmailAddresses(fresh.jdbc(), () -> now).bounced("ben@uni.example", Bounce.HARD);

        Claim noAddress = outbox.claim(new NewMessage("k.1", "due_soon", 1L, null, TEXT));
        Claim optedOut = outbox.claim(new NewMessage("k.2", "due_soon", 2L, ADA, TEXT));
        Claim bounced = outbox.claim(new NewMessage("k.3", "due_soon", 3L, "Ben@uni.example", TEXT));

        assertThat(List.of(noAddress, optedOut, bounced))
                .allSatisfy(claim -> {
                    assertThat(claim.status()).isEqualTo(MessageStatus.SUPPRESSED);
                    assertThat(claim.needsDelivery()).isFalse();
                    assertThat(outbox.deliver(claim.id())).isEqualTo(Delivery.SUPPRESSED);
                })
                .extracting(claim -> outbox.find(claim.id()).orElseThrow().lastError())
                .containsExactly("no address", "opted out", "address suppressed");
        // An address that comes later does not bring the old notices with it.
        assertThat(outbox.claim(new NewMessage("k.1", "due_soon", 1L, ADA, TEXT))
                        .needsDelivery())
                .isFalse();
        assertThat(server.received).isEmpty();
    }

    @Test
    void a_text_composed_at_delivery_is_what_is_sent() throws Exception {
        long id = outbox.claim(new NewMessage(KEY, "due_soon", 1L, ADA, null)).id();

        assertThat(outbox.deliver(id, () -> Optional.of(MailText.plain("Two books", "…"))))
                .isEqualTo(Delivery.SENT);

        assertThat(server.received.get(0).text().subject()).isEqualTo("Two books");
    }

    @Test
    void what_is_no_longer_to_the_point_at_delivery_is_dropped() throws Exception {
        long id = outbox.claim(message(KEY)).id();

        assertThat(outbox.deliver(id, Optional::empty)).isEqualTo(Delivery.SUPPRESSED);

        assertThat(server.received).isEmpty();
        assertThat(outbox.find(id).orElseThrow().lastError()).isEqualTo("no longer to the point");
    }

    @Test
    void a_composer_that_fails_leaves_the_message_queued() throws Exception {
        long id = outbox.claim(message(KEY)).id();

        assertThatIllegalStateException()
                .isThrownBy(() -> outbox.deliver(id, () -> {
                    throw new IllegalStateException("no data");
                }));

        assertThat(status(id)).isEqualTo(MessageStatus.QUEUED);
        assertThat(outbox.deliver(id)).isEqualTo(Delivery.SENT);
    }

    @Test
    void a_busy_server_leaves_the_message_queued_for_the_next_attempt() throws Exception {
        long id = outbox.claim(message(KEY)).id();
        server.next = new MailUnavailableException("greylisted", 451, null);

        assertThatThrownBy(() -> outbox.deliver(id)).isInstanceOf(MailUnavailableException.class);
        assertThat(status(id)).isEqualTo(MessageStatus.QUEUED);
        assertThat(outbox.find(id).orElseThrow().lastError()).isEqualTo("greylisted");
        assertThat(outbox.undelivered(10)).containsExactly(id);

        assertThat(outbox.deliver(id)).isEqualTo(Delivery.SENT);
        assertThat(outbox.find(id).orElseThrow().attempts()).isEqualTo(2);
        assertThat(outbox.find(id).orElseThrow().lastError()).isNull();
        assertThat(outbox.undelivered(10)).isEmpty();
    }

    @Test
    void a_refused_recipient_bounces_and_gets_no_more_mail() throws Exception {
        long id = outbox.claim(message(KEY)).id();
        long next = outbox.claim(message("due_soon.1.2026-03-21")).id();
        server.next = new MailRejectedException("550 5.1.1 no such user", 550, true);

        assertThat(outbox.deliver(id)).isEqualTo(Delivery.BOUNCED);
        assertThat(outbox.deliver(next)).isEqualTo(Delivery.SUPPRESSED);
        assertThat(outbox.claim(message("due_soon.1.2026-03-22")).status()).isEqualTo(MessageStatus.SUPPRESSED);
    }

    @Test
    void a_refused_mail_fails_and_says_nothing_of_the_address() throws Exception {
        long id = outbox.claim(message(KEY)).id();
        server.next = new MailRejectedException("554 5.7.1 relaying denied", 554, false);

        assertThat(outbox.deliver(id)).isEqualTo(Delivery.FAILED);
        assertThat(new EmailAddresses(fresh.jdbc(), () -> now).suppressed(ADA)).isFalse();
    }

    @Test
    void an_address_that_is_none_fails_without_showing_it() throws Exception {
        long id = outbox.claim(new NewMessage(KEY, "due_soon", 1L, "ada at uni", TEXT))
                .id();

        assertThat(outbox.deliver(id)).isEqualTo(Delivery.FAILED);
        assertThat(outbox.find(id).orElseThrow().lastError())
                .startsWith("to: expected an address")
                .doesNotContain("ada at uni");
    }

    @Test
    void a_lost_answer_is_looked_up_and_not_sent_again() throws Exception {
        long id = outbox.claim(message(KEY)).id();
        server.acceptThenFail(new MailOutcomeUnknownException("lost", null));

        assertThatThrownBy(() -> outbox.deliver(id)).isInstanceOf(MailOutcomeUnknownException.class);
        assertThat(outbox.undelivered(10)).containsExactly(id);
        assertThat(outbox.deliver(id)).isEqualTo(Delivery.SENT);

        assertThat(server.received).hasSize(1);
    }

    @Test
    void a_lost_mail_is_looked_up_and_sent_again() throws Exception {
        long id = outbox.claim(message(KEY)).id();
        server.next = new MailOutcomeUnknownException("lost", null);

        assertThatThrownBy(() -> outbox.deliver(id)).isInstanceOf(MailOutcomeUnknownException.class);
        assertThat(outbox.deliver(id)).isEqualTo(Delivery.SENT);

        assertThat(server.received).hasSize(1);
    }

    @Test
    void without_anybody_to_ask_a_lost_answer_waits_for_a_person() throws Exception {
        Outbox blind = outbox(null);
        long id = blind.claim(message(KEY)).id();
        server.next = new MailOutcomeUnknownException("lost", null);

        assertThatThrownBy(() -> blind.deliver(id)).isInstanceOf(MailOutcomeUnknownException.class);
        assertThat(blind.deliver(id)).isEqualTo(Delivery.UNKNOWN);
        assertThat(blind.deliver(id)).isEqualTo(Delivery.UNKNOWN);
        assertThat(server.received).isEmpty();

        assertThat(blind.resolve(id, false)).isTrue();
        assertThat(blind.deliver(id)).isEqualTo(Delivery.SENT);
        assertThat(blind.resolve(id, true)).isFalse();
        assertThat(server.received).hasSize(1);
    }

    @Test
    void an_unknown_message_is_looked_up_once_somebody_can_be_asked() throws Exception {
        Outbox blind = outbox(null);
        long id = blind.claim(message(KEY)).id();
        server.acceptThenFail(new MailOutcomeUnknownException("lost", null));
        assertThatThrownBy(() -> blind.deliver(id)).isInstanceOf(MailOutcomeUnknownException.class);
        assertThat(blind.deliver(id)).isEqualTo(Delivery.UNKNOWN);

        assertThat(outbox.deliver(id)).isEqualTo(Delivery.SENT);
        assertThat(server.received).hasSize(1);
    }

    @Test
    void what_a_dead_worker_held_is_left_alone_until_its_time_is_over_and_then_looked_up() throws Exception {
        long id = outbox.claim(message(KEY)).id();
        server.acceptThenFail(new Killed());
        assertThatThrownBy(() -> outbox.deliver(id)).isInstanceOf(Killed.class);

        assertThat(outbox.deliver(id)).isEqualTo(Delivery.BUSY);
        now = now.plus(Duration.ofMinutes(4)).minusMillis(1);
        assertThat(outbox.deliver(id)).isEqualTo(Delivery.BUSY);
        assertThat(outbox.undelivered(10)).isEmpty();
        now = now.plusMillis(1);
        assertThat(outbox.undelivered(10)).containsExactly(id);
        assertThat(outbox.deliver(id)).isEqualTo(Delivery.SENT);

        assertThat(server.received).hasSize(1);
    }

    @Test
    void a_failing_look_up_is_no_reason_to_send() throws Exception {
        long id = outbox.claim(message(KEY)).id();
        server.acceptThenFail(new MailOutcomeUnknownException("lost", null));
        assertThatThrownBy(() -> outbox.deliver(id)).isInstanceOf(MailOutcomeUnknownException.class);
        server.lookUpFails = true;

        assertThatIllegalStateException().isThrownBy(() -> outbox.deliver(id));
        server.lookUpFails = false;
        assertThat(outbox.deliver(id)).isEqualTo(Delivery.SENT);

        assertThat(server.received).hasSize(1);
    }

    @Test
    void many_deliveries_at_once_send_each_message_once() throws Exception {
        List<Long> ids = IntStream.range(0, 20)
                .mapToObj(i -> outbox.claim(message("due_soon." + i)).id())
                .toList();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> workers = IntStream.range(0, 4)
                .<Future<?>>mapToObj(i -> threads.submit(() -> {
                    start.await();
                    for (long id : ids) {
                        assertThat(outbox.deliver(id)).isIn(Delivery.SENT, Delivery.BUSY);
                    }
                    return null;
                }))
                .toList();
        start.countDown();
        for (Future<?> worker : workers) {
            worker.get();
        }
        threads.shutdown();

        assertThat(server.received).extracting(Mail::messageId).hasSize(20).doesNotHaveDuplicates();
        assertThat(fresh.count("core_message where status = 'sent'")).isEqualTo(20);
    }

    @Test
    void a_delivery_in_a_transaction_is_refused() {
        long id = outbox.claim(message(KEY)).id();

        assertThatIllegalStateException()
                .isThrownBy(() -> fresh.transactions().execute(tx -> {
                    try {
                        return outbox.deliver(id);
                    } catch (MailUnavailableException e) {
                        throw new AssertionError(e);
                    }
                }))
                .withMessageContaining("expected no transaction, found one");
        assertThat(server.received).isEmpty();
    }

    @Test
    void a_bounce_that_comes_later_suppresses_the_address_and_says_so_once() throws Exception {
        long id = outbox.claim(message(KEY)).id();
        outbox.deliver(id);
        String messageId = outbox.find(id).orElseThrow().messageId();

        assertThat(outbox.bounced(messageId, Bounce.SOFT)).isFalse();
        assertThat(status(id)).isEqualTo(MessageStatus.SENT);
        assertThat(outbox.bounced(messageId, Bounce.HARD)).isTrue();
        assertThat(outbox.bounced(messageId, Bounce.HARD)).isFalse();
        assertThat(outbox.bounced("absent@uni.example", Bounce.HARD)).isFalse();

        assertThat(status(id)).isEqualTo(MessageStatus.BOUNCED);
        assertThat(new EmailAddresses(fresh.jdbc(), () -> now).suppressed(ADA)).isTrue();
    }

    @Test
    void texts_go_when_their_time_is_over_and_the_keys_stay() throws Exception {
        long sent = outbox.claim(message(KEY)).id();
        outbox.deliver(sent);
        outbox.claim(message("still.queued"));
        now = now.plus(Duration.ofDays(90)).minusMillis(1);
        assertThat(outbox.purgeBodies(100)).isZero();
        now = now.plusMillis(1);

        assertThat(outbox.purgeBodies(100)).isEqualTo(1);
        assertThat(outbox.purgeBodies(100)).isZero();

        assertThat(fresh.count("core_message where body_text is null and recipient_address is null"))
                .isEqualTo(1);
        assertThat(outbox.claim(message(KEY)).needsDelivery()).isFalse();
    }

    @Test
    void bodies_are_purged_in_batches() throws Exception {
        for (int i = 0; i < 5; i++) {
            outbox.deliver(outbox.claim(message("due_soon." + i)).id());
        }
        now = now.plus(Duration.ofDays(91));

        assertThat(List.of(outbox.purgeBodies(2), outbox.purgeBodies(2), outbox.purgeBodies(2)))
                .containsExactly(2, 2, 1);
    }

    @Test
    void forgetting_a_user_strips_what_was_sent_and_stops_what_was_not() throws Exception {
        long sent = outbox.claim(message(KEY)).id();
        outbox.deliver(sent);
        long queued = outbox.claim(message("due_soon.1.2026-03-21")).id();

        assertThat(outbox.forget(1)).isEqualTo(2);

        assertThat(status(sent)).isEqualTo(MessageStatus.SENT);
        assertThat(outbox.deliver(queued)).isEqualTo(Delivery.SUPPRESSED);
        assertThat(fresh.count("core_message where recipient_address is not null or recipient_user_id is not null"
                        + " or subject is not null or body_html is not null"))
                .isZero();
        assertThat(server.received).hasSize(1);
    }

    private MessageStatus status(long id) {
        return outbox.find(id).orElseThrow().status();
    }

    private Outbox outbox(@Nullable SentMail sentMail) {
        OutboxSettings settings = OutboxSettings.of("library", "Library <library@uni.example>", "uni.example");
        return new Outbox(fresh.jdbc(), fresh.transactions(), server, sentMail, () -> now, settings);
    }

    private static NewMessage message(String key) {
        return new NewMessage(key, "due_soon", 1L, ADA, TEXT);
    }

    /** What a killed process looks like from the outside: nothing after it is done. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** A mail server that fails when told to and can be asked what it has. */
    private static final class FakeServer implements MailTransport, SentMail {
        private final List<Mail> received = new ArrayList<>();
        private @Nullable Throwable next;
        private boolean acceptFirst;
        private boolean lookUpFails;

        void acceptThenFail(Throwable failure) {
            next = failure;
            acceptFirst = true;
        }

        @Override
        public synchronized void send(Mail mail) throws MailRejectedException, MailUnavailableException {
            Throwable failure = next;
            boolean accept = failure == null || acceptFirst;
            next = null;
            acceptFirst = false;
            if (accept) {
                received.add(mail);
            }
            if (failure instanceof MailRejectedException rejected) {
                throw rejected;
            }
            if (failure instanceof MailUnavailableException unavailable) {
                throw unavailable;
            }
            if (failure instanceof Error error) {
                throw error;
            }
        }

        @Override
        public synchronized boolean contains(String messageId) {
            if (lookUpFails) {
                throw new IllegalStateException("directory cannot be read");
            }
            return received.stream().anyMatch(mail -> mail.messageId().equals(messageId));
        }
    }
}
