package dev.rota.cli;

import dev.rota.cli.RestClient.Call;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.store.QueueStore.Limits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server, which is asked by REST. What it answers is handed on as it is. */
final class RestTarget implements Target {
    private final Server server;
    private final RestClient client;
    private final InstantSource clock;

    /**
     * Makes a target; nothing is sent yet.
     *
     * @param clock what relative times count from: a server does not tell its own
     */
    RestTarget(Server server, InstantSource clock) {
        this.server = server;
        this.client = new RestClient(server);
        this.clock = clock;
    }

    @Override
    public String describe() {
        return server.shown();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Jobs jobs() {
        return new RestJobs(client);
    }

    @Override
    public Schedules schedules() {
        return new RestSchedules(client);
    }

    @Override
    public Places places() {
        return new RestPlaces(client);
    }

    @Override
    public void close() {
        // The connections end with the program.
    }

    private static Body pausing(@Nullable String reason, @Nullable Instant until) {
        return new Shape().put("reason", reason).put("until", until).body();
    }

    private record RestSchedules(RestClient client) implements Schedules {
        /** What the contract gives at the most. */
        private static final int MOST_FIRES = 400;

        private static String path(String name) {
            return "/schedules/" + RestClient.encoded(name);
        }

        @Override
        public Body list() {
            return client.get("/schedules");
        }

        @Override
        public Optional<Body> find(String name) {
            return client.find(path(name));
        }

        @Override
        public Body fires(String name, int limit) {
            return client.get(path(name) + "/fires?limit=" + Math.min(limit, MOST_FIRES));
        }

        @Override
        public Body run(String name) {
            return client.send(Call.post(path(name) + "/runs", null)).body();
        }

        @Override
        public Body pause(String name, @Nullable String reason, @Nullable Instant until) {
            return client.send(Call.post(path(name) + "/pause", pausing(reason, until)))
                    .body();
        }

        @Override
        public Body resume(String name) {
            return client.send(Call.post(path(name) + "/resume", null)).body();
        }

        @Override
        public Optional<ScheduleDefinition> definition(String name) {
            throw notYet();
        }

        @Override
        public Body override(ScheduleDefinition definition, @Nullable String reason) {
            throw notYet();
        }

        @Override
        public boolean revert(String name) {
            throw notYet();
        }

        @Override
        public void remove(String name) {
            throw notYet();
        }

        private static CommandFailure notYet() {
            return CommandFailure.usage(
                    "Servers do not take changes of what schedules are: give the command the database, with --db.");
        }
    }

    private record RestPlaces(RestClient client) implements Places {
        private static String path(String queue) {
            return "/queues/" + RestClient.encoded(queue);
        }

        @Override
        public Body queues() {
            return client.get("/queues");
        }

        @Override
        public Body limit(String queue, Limits limits) {
            Body body = new Shape()
                    .put("concurrency", limits.concurrency())
                    .put("rate", limits.rate())
                    .put("period", limits.period())
                    .body();
            return client.send(new Call("PATCH", path(queue), body, Map.of())).body();
        }

        @Override
        public Body pause(String queue, @Nullable String reason, @Nullable Instant until) {
            return client.send(Call.post(path(queue) + "/pause", pausing(reason, until)))
                    .body();
        }

        @Override
        public Body resume(String queue) {
            return client.send(Call.post(path(queue) + "/resume", null)).body();
        }

        @Override
        public Body workers() {
            return client.get("/workers");
        }

        @Override
        public Body drain(long worker, boolean draining) {
            return client.send(Call.post("/workers/" + worker + (draining ? "/drain" : "/resume"), null))
                    .body();
        }
    }
}
