package dev.rota.web;

import dev.rota.RotaBuilder;
import dev.rota.alerts.Conditions;
import dev.rota.job.JobContext;
import dev.rota.job.JobType;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A job to try the dashboard with while there is no other: of type {@value #NAME}, it works for some twenty seconds, writes
 * a log, says how far it has come, and can be cancelled. The overview offers to run it where there is nothing yet and a
 * worker has it:
 *
 * <pre>{@code
 * Rota rota = DemoJob.addTo(Rota.builder(store, codec)).build();
 * }</pre>
 */
public final class DemoJob {
    /** The name of its type. */
    public static final String NAME = "rota.demo";

    static final JobType<Void> TYPE = JobType.of(NAME).retries(2).timeout(Duration.ofMinutes(2));
    static final int STEPS = 40;

    private static final Duration STEP = Duration.ofMillis(500);
    private static final int STEPS_PER_LINE = 5;
    private static final List<String> PARTS = List.of("looking around", "counting", "sorting", "putting away");

    private final Pause pause;

    /** How time passes between two steps; a test lets it pass at once. */
    interface Pause {
        void pass(Duration time) throws InterruptedException;
    }

    DemoJob(Pause pause) {
        this.pause = pause;
    }

    /** Jobs of this type are run by the worker that is built. */
    public static RotaBuilder addTo(RotaBuilder builder) {
        return new DemoJob(DemoJob::pass).on(builder);
    }

    private static void pass(Duration time) throws InterruptedException {
        // Nobody counts it down: the time passes, unless somebody cancels the job or the worker stops.
        boolean unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    RotaBuilder on(RotaBuilder builder) {
        return builder.handler(TYPE, (none, job) -> run(job));
    }

    /** Whether one of these workers is alive and would run it. */
    static boolean isRunBy(List<Worker> workers) {
        String queue = TYPE.settings().queue();
        return workers.stream()
                .anyMatch(
                        worker -> worker.registration().types().contains(NAME) && Conditions.takesFrom(worker, queue));
    }

    private void run(JobContext job) throws InterruptedException {
        int done = job.checkpoint(Integer.class).orElse(0);
        job.log().info(done == 0 ? "beginning: cancel it if you like" : "going on after step " + done);
        job.progress().total(STEPS);
        job.progress().ok(done);
        while (done < STEPS) {
            job.throwIfCancelled();
            job.progress().label(PARTS.get(done * PARTS.size() / STEPS));
            pause.pass(STEP);
            job.progress().ok();
            done++;
            if (done % STEPS_PER_LINE == 0) {
                job.checkpoint(done);
                job.log().info(done + " of " + STEPS + " steps are done");
            }
        }
        job.result(Map.of("steps", STEPS));
    }
}
