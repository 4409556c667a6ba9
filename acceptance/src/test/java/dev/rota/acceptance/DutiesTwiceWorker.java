package dev.rota.acceptance;

import static org.awaitility.Awaitility.await;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A worker of the library that, once another is at work beside it, makes the jobs of the library's duties as that one
 * does: so each duty is asked for twice at the same time. Takes the properties of {@link LibraryWorker}.
 */
public final class DutiesTwiceWorker {
    static final String DONE = "All duties are done";

    private static final List<String> DUTIES =
            List.of("library.mark-overdue", "library.due-reminders", "library.overdue-notices");

    private DutiesTwiceWorker() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(LibraryWorker.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.flyway.enabled=false",
                        "spring.main.banner-mode=off",
                        // Enough for one worker to leave something to the other.
                        "rota.worker.slots=4",
                        "library.mail.claim-limit=20s")
                .run(args);
        Rota rota = context.getBean(Rota.class);
        await().atMost(Duration.ofMinutes(2)).until(() -> activeWorkers(rota) == 2);
        for (String duty : DUTIES) {
            long id = Objects.requireNonNull(
                    rota.schedules().runNow(duty, "test").orElseThrow().jobId());
            await().atMost(Duration.ofMinutes(2))
                    .until(() ->
                            rota.jobs().find(id).map(Job::state).orElseThrow().isFinished());
        }
        System.out.println(DONE);
        new CountDownLatch(1).await();
        throw new AssertionError(context);
    }

    private static long activeWorkers(Rota rota) {
        return rota.store().workers().list().stream()
                .filter(worker -> worker.state() == Worker.State.ACTIVE)
                .count();
    }
}
