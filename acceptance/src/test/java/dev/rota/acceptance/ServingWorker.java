package dev.rota.acceptance;

import dev.rota.Rota;
import dev.rota.Schedules;
import dev.rota.schedule.StoredSchedule;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What workers of systems have in common whose endpoints come with their jobs. */
final class ServingWorker {
    private ServingWorker() {}

    /**
     * Runs until it is killed. With {@code --worker.run-now=SCHEDULE} among the arguments it makes the job of that
     * schedule, and pauses all schedules, so that this job is the only one whatever the time of day.
     */
    static void run(Class<?> program, String[] args) throws InterruptedException {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(program)
                .properties(
                        "server.port=0",
                        "spring.flyway.enabled=false",
                        "spring.main.banner-mode=off",
                        "rota.worker.lease=3s")
                .run(args);
        String schedule = context.getEnvironment().getProperty("worker.run-now", "");
        if (!schedule.isEmpty()) {
            runAlone(context.getBean(Rota.class).schedules(), schedule);
        }
        System.out.println("Worker is up");
        new CountDownLatch(1).await();
        throw new AssertionError(context);
    }

    private static void runAlone(Schedules schedules, String name) {
        for (StoredSchedule each : schedules.list()) {
            schedules.pause(each.name(), "test", "one job alone", null);
        }
        if (schedules.runNow(name, "test").isEmpty()) {
            throw new IllegalArgumentException("There is no schedule " + name);
        }
    }
}
