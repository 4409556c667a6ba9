package dev.rota.benchmarks.pages;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.rota.Rota;
import dev.rota.RotaBuilder;
import dev.rota.console.Role;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobType;
import dev.rota.schedule.Schedule;
import dev.rota.store.Store;
import dev.rota.web.Principal;
import dev.rota.web.RotaWeb;
import dev.rota.web.WebSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * The process that is measured: a worker and its dashboard. It says its port, reads how many jobs a second it is to give
 * itself, a number in each line, and ends with its input.
 */
final class DashboardsServer {
    static final String BASE = "/rota";
    /** Says who asks: each dashboard is somebody else's. */
    static final String USER = "Bench-User";

    private static final int TYPES = 5;
    private static final int QUEUES = 3;
    private static final int SCHEDULES = 20;
    private static final int ONE_FAILS_OF = 50;
    private static final int TURNS_PER_SECOND = 10;

    private final Rota rota;
    private final List<JobType<Integer>> types;
    private final AtomicInteger rate = new AtomicInteger();
    private int number;

    private DashboardsServer(Rota rota, List<JobType<Integer>> types) {
        this.rota = rota;
        this.types = types;
    }

    /** @param args the database's URL */
    public static void main(String[] args) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
        List<JobType<Integer>> types = new ArrayList<>();
        for (int i = 0; i < TYPES; i++) {
            types.add(JobType.of("work.type-" + i, Integer.class)
                    .queue("queue-" + i % QUEUES)
                    .retries(0));
        }
        try (Store store = Place.store(args[0])) {
            store.migrate();
            RotaBuilder builder = Rota.builder(store, new JacksonCodec());
            types.forEach(type -> builder.handler(type, (given, job) -> {
                if (given % ONE_FAILS_OF == 0) {
                    throw new IllegalStateException("One of " + ONE_FAILS_OF + " fails");
                }
            }));
            try (Rota rota = builder.build()) {
                new DashboardsServer(rota, types).serve();
            }
        }
        System.exit(0);
    }

    private void serve() throws IOException {
        for (int i = 0; i < SCHEDULES; i++) {
            rota.schedules()
                    .put(Schedule.every("schedule-" + i, Duration.ofMinutes(10)).runs(types.get(i % TYPES), 1));
        }
        for (int i = 1; i < ONE_FAILS_OF; i++) {
            rota.enqueue(types.get(i % TYPES), i);
        }
        rota.start();
        WebSettings settings = WebSettings.DEFAULTS
                .basePath(BASE)
                .authenticator(request ->
                        Optional.ofNullable(request.getHeader(USER)).map(name -> new Principal(name, Role.ADMIN)))
                .standalone(new WebSettings.Standalone(true, false, null));
        ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
        try (RotaWeb web = new RotaWeb(rota, settings);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("PORT " + web.start(0));
            var unused = load.scheduleAtFixedRate(this::give, 0, 1_000 / TURNS_PER_SECOND, TimeUnit.MILLISECONDS);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                rate.set(Integer.parseInt(order));
            }
        } finally {
            load.shutdownNow();
        }
    }

    private void give() {
        for (int i = 0; i < rate.get() / TURNS_PER_SECOND; i++) {
            number++;
            rota.enqueue(types.get(number % TYPES), number);
        }
    }

    static Process start(String url) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DashboardsServer.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static Map<String, String> headersOf(int dashboard) {
        return Map.of(USER, "user-" + dashboard);
    }
}
