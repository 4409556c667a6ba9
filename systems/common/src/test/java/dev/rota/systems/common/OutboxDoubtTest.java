package dev.rota.systems.common;

import static dev.rota.systems.common.OutboxGround.KEY;
import static dev.rota.systems.common.OutboxGround.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.mail.Mail;
import dev.rota.mail.MailOutcomeUnknownException;
import dev.rota.mail.MailUnavailableException;
import dev.rota.systems.common.Outbox.Delivery;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a mail when the answer of the server is lost, the server fails, or a worker dies with it. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class OutboxDoubtTest {
    private final TestDatabase database;
    private OutboxGround ground;

    OutboxDoubtTest(TestDatabase database) {
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
    void a_busy_server_leaves_the_message_queued_for_the_next_attempt() throws Exception {
        long id = ground.outbox.claim(message(KEY)).id();
        ground.server.next = new MailUnavailableException("greylisted", 451, null);

        assertThatThrownBy(() -> ground.outbox.deliver(id)).isInstanceOf(MailUnavailableException.class);
        assertThat(ground.status(id)).isEqualTo(MessageStatus.QUEUED);
        assertThat(ground.outbox.find(id).orElseThrow().lastError()).isEqualTo("greylisted");
        assertThat(ground.outbox.undelivered(10)).containsExactly(id);

        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.SENT);
        assertThat(ground.outbox.find(id).orElseThrow().attempts()).isEqualTo(2);
        assertThat(ground.outbox.find(id).orElseThrow().lastError()).isNull();
        assertThat(ground.outbox.undelivered(10)).isEmpty();
    }

    @Test
    void a_lost_answer_is_looked_up_and_not_sent_again() throws Exception {
        long id = ground.outbox.claim(message(KEY)).id();
        ground.server.acceptThenFail(new MailOutcomeUnknownException("lost", null));

        assertThatThrownBy(() -> ground.outbox.deliver(id)).isInstanceOf(MailOutcomeUnknownException.class);
        assertThat(ground.outbox.undelivered(10)).containsExactly(id);
        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.SENT);

        assertThat(ground.server.received).hasSize(1);
    }

    @Test
    void a_lost_mail_is_looked_up_and_sent_again() throws Exception {
        long id = ground.outbox.claim(message(KEY)).id();
        ground.server.next = new MailOutcomeUnknownException("lost", null);

        assertThatThrownBy(() -> ground.outbox.deliver(id)).isInstanceOf(MailOutcomeUnknownException.class);
        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.SENT);

        assertThat(ground.server.received).hasSize(1);
    }

    @Test
    void without_anybody_to_ask_a_lost_answer_waits_for_a_person() throws Exception {
        Outbox blind = ground.outbox(null);
        long id = blind.claim(message(KEY)).id();
        ground.server.next = new MailOutcomeUnknownException("lost", null);

        assertThatThrownBy(() -> blind.deliver(id)).isInstanceOf(MailOutcomeUnknownException.class);
        assertThat(blind.deliver(id)).isEqualTo(Delivery.UNKNOWN);
        assertThat(blind.deliver(id)).isEqualTo(Delivery.UNKNOWN);
        assertThat(ground.server.received).isEmpty();

        assertThat(blind.resolve(id, false)).isTrue();
        assertThat(blind.deliver(id)).isEqualTo(Delivery.SENT);
        assertThat(blind.resolve(id, true)).isFalse();
        assertThat(ground.server.received).hasSize(1);
    }

    @Test
    void an_unknown_message_is_looked_up_once_somebody_can_be_asked() throws Exception {
        Outbox blind = ground.outbox(null);
        long id = blind.claim(message(KEY)).id();
        ground.server.acceptThenFail(new MailOutcomeUnknownException("lost", null));
        assertThatThrownBy(() -> blind.deliver(id)).isInstanceOf(MailOutcomeUnknownException.class);
        assertThat(blind.deliver(id)).isEqualTo(Delivery.UNKNOWN);

        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.SENT);
        assertThat(ground.server.received).hasSize(1);
    }

    @Test
    void what_a_dead_worker_held_is_left_alone_until_its_time_is_over_and_then_looked_up() throws Exception {
        long id = ground.outbox.claim(message(KEY)).id();
        ground.server.acceptThenFail(new Killed());
        assertThatThrownBy(() -> ground.outbox.deliver(id)).isInstanceOf(Killed.class);

        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.BUSY);
        ground.now = ground.now.plus(Duration.ofMinutes(4)).minusMillis(1);
        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.BUSY);
        assertThat(ground.outbox.undelivered(10)).isEmpty();
        ground.now = ground.now.plusMillis(1);
        assertThat(ground.outbox.undelivered(10)).containsExactly(id);
        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.SENT);

        assertThat(ground.server.received).hasSize(1);
    }

    @Test
    void a_failing_look_up_is_no_reason_to_send() throws Exception {
        long id = ground.outbox.claim(message(KEY)).id();
        ground.server.acceptThenFail(new MailOutcomeUnknownException("lost", null));
        assertThatThrownBy(() -> ground.outbox.deliver(id)).isInstanceOf(MailOutcomeUnknownException.class);
        ground.server.lookUpFails = true;

        assertThatIllegalStateException().isThrownBy(() -> ground.outbox.deliver(id));
        ground.server.lookUpFails = false;
        assertThat(ground.outbox.deliver(id)).isEqualTo(Delivery.SENT);

        assertThat(ground.server.received).hasSize(1);
    }

    @Test
    void many_deliveries_at_once_send_each_message_once() throws Exception {
        List<Long> ids = IntStream.range(0, 20)
                .mapToObj(i -> ground.outbox.claim(message("due_soon." + i)).id())
                .toList();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> workers = IntStream.range(0, 4)
                .<Future<?>>mapToObj(i -> threads.submit(() -> {
                    start.await();
                    for (long id : ids) {
                        assertThat(ground.outbox.deliver(id)).isIn(Delivery.SENT, Delivery.BUSY);
                    }
                    return null;
                }))
                .toList();
        start.countDown();
        for (Future<?> worker : workers) {
            worker.get();
        }
        threads.shutdown();

        assertThat(ground.server.received)
                .extracting(Mail::messageId)
                .hasSize(20)
                .doesNotHaveDuplicates();
        assertThat(ground.fresh.count("core_message where status = 'sent'")).isEqualTo(20);
    }

    /** What a killed process looks like from the outside: nothing after it is done. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
