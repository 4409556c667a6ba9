package dev.rota.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Rota;
import dev.rota.spring.test.Guests.Greet;
import dev.rota.spring.test.Guests.Reception;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(classes = Guests.class)
@AutoConfigureTestRota(TestMode.MANUAL)
@DirtiesContext
class ManualModeTest {
    @TempDir
    static Path directory;

    @Autowired
    private Reception reception;

    @Autowired
    private EnqueuedJobs jobs;

    @Autowired
    private Rota rota;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> "jdbc:sqlite:" + directory.resolve("guests.db"));
    }

    @BeforeEach
    void nothingDone() {
        reception.done().clear();
    }

    @Test
    void jobs_run_when_the_test_says_so() {
        reception.arrive("Anna");
        assertThat(reception.done()).containsExactly("arrived Anna");
        assertThat(jobs.drain()).isEqualTo(2);
        assertThat(reception.done()).containsExactly("arrived Anna", "greeted Anna attempt 1", "waved");
        assertThat(rota.workerId()).isEmpty();
    }

    @Test
    void what_was_enqueued_is_known_with_its_transaction() {
        reception.arrive("Bert");
        assertThat(jobs.committed(Guests.GREET)).containsExactly(new Greet("Bert"));
        assertThat(jobs.inTransaction("Reception.arrive")).hasSize(2);
        assertThat(jobs.all()).allMatch(EnqueuedJobs.Enqueue::joined);
        jobs.drain();
        assertThat(jobs.all().get(2).joined()).isFalse();
    }

    @Test
    void what_was_rolled_back_is_known_and_does_not_run() {
        assertThatThrownBy(() -> reception.arrive("nobody")).hasMessage("nobody came");
        assertThat(jobs.rolledBack(Guests.GREET)).containsExactly(new Greet("nobody"));
        assertThat(jobs.committed(Guests.GREET)).isEmpty();
        assertThat(jobs.drain()).isZero();
    }
}
