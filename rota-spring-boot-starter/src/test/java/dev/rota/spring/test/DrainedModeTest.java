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
@AutoConfigureTestRota(TestMode.DRAINED)
@DirtiesContext
class DrainedModeTest {
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
    void jobs_have_run_when_the_transaction_has_been_committed() {
        reception.arrive("Anna");
        assertThat(reception.done()).containsExactly("arrived Anna", "greeted Anna attempt 1", "waved");
    }

    @Test
    void jobs_have_run_when_enqueue_returns_outside_a_transaction() {
        rota.enqueue(Guests.GREET, new Greet("Bert"));
        assertThat(reception.done()).containsExactly("greeted Bert attempt 1", "waved");
    }

    @Test
    void a_transaction_that_is_rolled_back_runs_nothing() {
        assertThatThrownBy(() -> reception.arrive("nobody")).hasMessage("nobody came");
        assertThat(reception.done()).containsExactly("arrived nobody");
        assertThat(jobs.rolledBack(Guests.GREET)).hasSize(1);
    }
}
