package dev.rota.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Rota;
import dev.rota.spring.test.Guests.Greet;
import dev.rota.spring.test.Guests.Reception;
import dev.rota.store.JobArchive.Query;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(classes = Guests.class)
@AutoConfigureTestRota(TestMode.INLINE)
@DirtiesContext
class InlineModeTest {
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
    void jobs_run_inside_enqueue_and_those_that_are_put_off_are_stored() {
        reception.arrive("Anna");
        assertThat(reception.done()).containsExactly("greeted Anna attempt 1", "waved", "arrived Anna");
        assertThat(rota.jobs().list(Query.NEWEST.type("guests.greet"))).isEmpty();
        assertThat(rota.jobs().list(Query.NEWEST.type("guests.wave"))).hasSize(1);
    }

    @Test
    void what_a_handler_throws_comes_out_of_enqueue() {
        assertThatThrownBy(() -> reception.arrive("rude")).hasMessage("not greeted");
        assertThat(jobs.rolledBack(Guests.GREET)).containsExactly(new Greet("rude"));
    }

    /** A store that lets one thread write at a time must not keep the handler waiting for the call that runs it. */
    @Test
    void a_job_that_is_enqueued_outside_a_transaction_may_enqueue_another() throws Exception {
        CompletableFuture.runAsync(() -> rota.enqueue(Guests.GREET, new Greet("Bea")))
                .get(30, TimeUnit.SECONDS);
        assertThat(reception.done()).containsExactly("greeted Bea attempt 1", "waved");
    }
}
