package dev.rota.spring;

import dev.rota.Rota;
import dev.rota.job.JobType;
import dev.rota.store.WorkerStore.Worker;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/** An application that has DevTools restart it, and says each time what runs in its process. It ends after three starts. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    RotaDataSourceAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    RotaAutoConfiguration.class,
    RotaJobLogAutoConfiguration.class
})
class RestartingApplication {
    private static final JobType<Void> WORK = JobType.of("restarts.work");
    private static final int STARTS = 3;

    /** Takes properties as arguments. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(RestartingApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(args);
    }

    @Bean
    Work work() {
        return new Work();
    }

    static class Work {
        final CountDownLatch done = new CountDownLatch(1);

        @RotaJob("restarts.work")
        void work() {
            done.countDown();
        }
    }

    @Bean
    Lives lives(Rota rota, Work work) {
        return new Lives(rota, work);
    }

    record Lives(Rota rota, Work work) {
        @EventListener(ApplicationReadyEvent.class)
        void ready() throws InterruptedException {
            // What the class loaders of this process share.
            int start = Integer.getInteger("restarts", 0) + 1;
            System.setProperty("restarts", Integer.toString(start));
            rota.enqueue(WORK);
            boolean worked = work.done.await(60, TimeUnit.SECONDS);
            System.out.println("Start " + start + " in a "
                    + getClass().getClassLoader().getClass().getSimpleName() + ": " + heartbeats() + " heart beats, "
                    + activeWorkers() + " worker is active, work " + (worked ? "was done" : "waits"));
            Thread next =
                    new Thread(start < STARTS ? () -> Restarter.getInstance().restart() : () -> System.exit(0));
            next.start();
        }

        private static long heartbeats() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("rota-heartbeat"))
                    .count();
        }

        private long activeWorkers() {
            return rota.store().workers().list().stream()
                    .filter(worker -> worker.state() == Worker.State.ACTIVE)
                    .count();
        }
    }
}
