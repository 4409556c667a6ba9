package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PostgresListenerTest {
    @Test
    void it_listens_after_a_connection_could_not_be_had_for_whatever_reason() throws InterruptedException {
        String url = TestServer.newDatabase();
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch listening = new CountDownLatch(1);
        PostgresListener listener = new PostgresListener(
                () -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new IllegalStateException("The pool is being built");
                    }
                    return DriverManager.getConnection(url);
                },
                queues -> listening.countDown());
        listener.start();
        try {
            assertThat(listening.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            listener.close(() -> {});
        }
    }

    @Test
    void what_names_a_queue_twice_is_understood() {
        assertThat(PostgresWakeUps.queues("mail\nreports\nmail")).isEqualTo(Set.of("mail", "reports"));
    }
}
