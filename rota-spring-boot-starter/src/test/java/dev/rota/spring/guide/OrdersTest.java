package dev.rota.spring.guide;

import static dev.rota.spring.guide.ShopApplication.SEND_RECEIPT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.spring.guide.ShopApplication.SendReceipt;
import dev.rota.spring.test.AutoConfigureTestRota;
import dev.rota.spring.test.EnqueuedJobs;
import dev.rota.spring.test.TestMode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

// [slice]
@SpringBootTest
@AutoConfigureTestRota(TestMode.MANUAL)
@DirtiesContext
// [/slice]
@GuideApplication
// [slice]
class OrdersTest {
    @TempDir
    static Path directory;

    @Autowired
    private Orders orders;

    @Autowired
    private EnqueuedJobs jobs;

    @Autowired
    private Mailer mailer;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> "jdbc:sqlite:" + directory.resolve("shop.db"));
    }

    @Test
    void an_order_is_followed_by_a_receipt() {
        orders.place("Anna");
        assertThat(jobs.committed(SEND_RECEIPT)).containsExactly(new SendReceipt("Anna"));
        assertThat(mailer.sent()).isEmpty();

        assertThat(jobs.drain()).isEqualTo(1);
        assertThat(mailer.sent()).containsExactly("Receipt for Anna, attempt 1");
    }
}
// [/slice]
