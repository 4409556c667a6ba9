package dev.rota.systems.common;

import static dev.rota.systems.common.OutboxGround.ADA;
import static dev.rota.systems.common.OutboxGround.KEY;
import static dev.rota.systems.common.OutboxGround.TEXT;
import static dev.rota.systems.common.OutboxGround.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rota.mail.Mail;
import dev.rota.mail.MailRejectedException;
import dev.rota.mail.MailText;
import dev.rota.mail.MailUnavailableException;
import dev.rota.systems.common.Outbox.Claim;
import dev.rota.systems.common.Outbox.Delivery;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
final class OutboxTest {
    private final TestDatabase database;
    private OutboxGround ground;

    OutboxTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        ground = new OutboxGround(database);
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void a_key_is_claimed_once() {
        Claim first = ground.outbox.claim(message(KEY));
        Claim second = ground.outbox.claim(message(KEY));

        assertThat(first.needsDelivery()).isTrue();
        assertThat(second).isEqualTo(new Claim(first.id(), MessageStatus.QUEUED, false));
        assertThat(second.needsDelivery()).isFalse();
        assertThat(ground.fresh.count("core_message")).isEqualTo(1);
    }

    @Test
    void a_claim_is_undone_with_the_callers_transaction() {
        ground.fresh.transactions().executeWithoutResult(tx -> {
            assertThat(ground.outbox.claim(message(KEY)).created()).isTrue();
            tx.setRollbackOnly();
        });

        assertThat(ground.fresh.count("core_message")).isZero();
        assertThat(ground.outbox.claim(message(KEY)).created()).isTrue();
    }

    @Test
    void the_same_key_in_two_systems_is_two_messages() {
        Outbox webapp = new Outbox(
                ground.fresh.jdbc(),
                ground.fresh.transactions(),
                ground.server,
                ground.server,
                () -> ground.now,
                OutboxSettings.of("webapp", ADA, "x.example"));

        Claim other = webapp.claim(message(KEY));

        assertThat(ground.outbox.claim(message(KEY)).created()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ground.outbox.deliver(other.id()))
                .withMessageContaining("expected one of this system");
    }

    @Test
    void a_delivered_message_is_sent_once() throws Exception {
        long id = ground.outbox.claim(message(KEY)).id();

        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.SENT);
        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.SENT);

        assertThat(ground.server.received).hasSize(1);
        Mail mail = ground.server.received.get(0);
        assertThat(mail.messageId()).isEqualTo("library.due_soon.1.2026-03-20@uni.example");
        assertThat(mail.to()).isEqualTo(ADA);
        assertThat(mail.text()).isEqualTo(TEXT);
        Message message = ground.outbox.find(id).orElseThrow();
        assertThat(message.sentAt()).isEqualTo(ground.now);
        assertThat(message.attempts()).isEqualTo(1);
    }

    @Test
    void nobody_to_send_to_is_suppressed_at_the_claim_and_stays_so() throws Exception {
        new Preferences(ground.fresh.jdbc()).set("library", 2, "due_soon", false, true);
        new EmailAddresses(ground.fresh.jdbc(), () -> ground.now).bounced("ben@uni.example", Bounce.HARD);

        Claim noAddress = ground.outbox.claim(new NewMessage("k.1", "due_soon", 1L, null, TEXT));
        Claim optedOut = ground.outbox.claim(new NewMessage("k.2", "due_soon", 2L, ADA, TEXT));
        Claim bounced = ground.outbox.claim(new NewMessage("k.3", "due_soon", 3L, "Ben@uni.example", TEXT));

        assertThat(List.of(noAddress, optedOut, bounced))
                .allSatisfy(claim -> {
                    assertThat(claim.status()).isEqualTo(MessageStatus.SUPPRESSED);
                    assertThat(claim.needsDelivery()).isFalse();
                    assertThat(ground.outbox.deliver(claim.id())).isEqualTo(Delivery.SUPPRESSED);
                })
                .extracting(
                        claim -> ground.outbox.find(claim.id()).orElseThrow().lastError())
                .containsExactly("no address", "opted out", "address suppressed");
        // An address that comes later does not bring the old notices with it.
        assertThat(ground.outbox
                        .claim(new NewMessage("k.1", "due_soon", 1L, ADA, TEXT))
                        .needsDelivery())
                .isFalse();
        assertThat(ground.server.received).isEmpty();
    }

    @Test
    void a_text_composed_at_delivery_is_what_is_sent() throws Exception {
        long id = ground.outbox
                .claim(new NewMessage(KEY, "due_soon", 1L, ADA, null))
                .id();

        assertThat(ground.outbox.deliver(id, () -> Optional.of(MailText.plain("Two books", "…"))))
                .isEqualTo(Delivery.SENT);

        assertThat(ground.server.received.get(0).text().subject()).isEqualTo("Two books");
    }

    @Test
    void what_is_no_longer_to_the_point_at_delivery_is_dropped() throws Exception {
        long id = ground.outbox.claim(message(KEY)).id();

        assertThat(ground.outbox.deliver(id, Optional::empty)).isEqualTo(Delivery.SUPPRESSED);

        assertThat(ground.server.received).isEmpty();
        assertThat(ground.outbox.find(id).orElseThrow().lastError()).isEqualTo("no longer to the point");
    }

    @Test
    void a_composer_that_fails_leaves_the_message_queued() throws Exception {
        long id = ground.outbox.claim(message(KEY)).id();

        assertThatIllegalStateException()
                .isThrownBy(() -> ground.outbox.deliver(id, () -> {
                    throw new IllegalStateException("no data");
                }));

        assertThat(ground.status(id)).isEqualTo(MessageStatus.QUEUED);
        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.SENT);
    }

    @Test
    void a_refused_recipient_bounces_and_gets_no_more_mail() throws Exception {
        long id = ground.outbox.claim(message(KEY)).id();
        long next = ground.outbox.claim(message("due_soon.1.2026-03-21")).id();
        ground.server.next = new MailRejectedException("550 5.1.1 no such user", 550, true);

        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.BOUNCED);
        assertThat(ground.outbox.deliver(next)).isEqualTo(Delivery.SUPPRESSED);
        assertThat(ground.outbox.claim(message("due_soon.1.2026-03-22")).status())
                .isEqualTo(MessageStatus.SUPPRESSED);
    }

    @Test
    void a_refused_mail_fails_and_says_nothing_of_the_address() throws Exception {
        long id = ground.outbox.claim(message(KEY)).id();
        ground.server.next = new MailRejectedException("554 5.7.1 relaying denied", 554, false);

        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.FAILED);
        assertThat(new EmailAddresses(ground.fresh.jdbc(), () -> ground.now).suppressed(ADA))
                .isFalse();
    }

    @Test
    void an_address_that_is_none_fails_without_showing_it() throws Exception {
        long id = ground.outbox
                .claim(new NewMessage(KEY, "due_soon", 1L, "ada at uni", TEXT))
                .id();

        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.FAILED);
        assertThat(ground.outbox.find(id).orElseThrow().lastError())
                .startsWith("to: expected an address")
                .doesNotContain("ada at uni");
    }

    @Test
    void a_delivery_in_a_transaction_is_refused() {
        long id = ground.outbox.claim(message(KEY)).id();

        assertThatIllegalStateException()
                .isThrownBy(() -> ground.fresh.transactions().execute(tx -> {
                    try {
                        return ground.outbox.deliver(id);
                    } catch (MailUnavailableException e) {
                        throw new AssertionError(e);
                    }
                }))
                .withMessageContaining("expected no transaction, found one");
        assertThat(ground.server.received).isEmpty();
    }

    @Test
    void a_bounce_that_comes_later_suppresses_the_address_and_says_so_once() throws Exception {
        long id = ground.outbox.claim(message(KEY)).id();
        ground.outbox.deliver(id);
        String messageId = ground.outbox.find(id).orElseThrow().messageId();

        assertThat(ground.outbox.bounced(messageId, Bounce.SOFT)).isFalse();
        assertThat(ground.status(id)).isEqualTo(MessageStatus.SENT);
        assertThat(ground.outbox.bounced(messageId, Bounce.HARD)).isTrue();
        assertThat(ground.outbox.bounced(messageId, Bounce.HARD)).isFalse();
        assertThat(ground.outbox.bounced("absent@uni.example", Bounce.HARD)).isFalse();

        assertThat(ground.status(id)).isEqualTo(MessageStatus.BOUNCED);
        assertThat(new EmailAddresses(ground.fresh.jdbc(), () -> ground.now).suppressed(ADA))
                .isTrue();
    }

    @Test
    void texts_go_when_their_time_is_over_and_the_keys_stay() throws Exception {
        long sent = ground.outbox.claim(message(KEY)).id();
        ground.outbox.deliver(sent);
        ground.outbox.claim(message("still.queued"));
        ground.now = ground.now.plus(Duration.ofDays(90)).minusMillis(1);
        assertThat(ground.outbox.purgeBodies(100)).isZero();
        ground.now = ground.now.plusMillis(1);

        assertThat(ground.outbox.purgeBodies(100)).isEqualTo(1);
        assertThat(ground.outbox.purgeBodies(100)).isZero();

        assertThat(ground.fresh.count("core_message where body_text is null and recipient_address is null"))
                .isEqualTo(1);
        assertThat(ground.outbox.claim(message(KEY)).needsDelivery()).isFalse();
    }

    @Test
    void bodies_are_purged_in_batches() throws Exception {
        for (int i = 0; i < 5; i++) {
            ground.outbox.deliver(ground.outbox.claim(message("due_soon." + i)).id());
        }
        ground.now = ground.now.plus(Duration.ofDays(91));

        assertThat(List.of(ground.outbox.purgeBodies(2), ground.outbox.purgeBodies(2), ground.outbox.purgeBodies(2)))
                .containsExactly(2, 2, 1);
    }

    @Test
    void forgetting_a_user_strips_what_was_sent_and_stops_what_was_not() throws Exception {
        long sent = ground.outbox.claim(message(KEY)).id();
        ground.outbox.deliver(sent);
        long queued = ground.outbox.claim(message("due_soon.1.2026-03-21")).id();

        assertThat(ground.outbox.forget(1)).isEqualTo(2);

        assertThat(ground.status(sent)).isEqualTo(MessageStatus.SENT);
        assertThat(ground.outbox.deliver(queued)).isEqualTo(Delivery.SUPPRESSED);
        assertThat(ground.fresh.count(
                        "core_message where recipient_address is not null or recipient_user_id is not null"
                                + " or subject is not null or body_html is not null"))
                .isZero();
        assertThat(ground.server.received).hasSize(1);
    }
}
