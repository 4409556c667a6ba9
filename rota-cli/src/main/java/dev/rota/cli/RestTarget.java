package dev.rota.cli;

import dev.rota.cli.RestClient.Call;
import dev.rota.store.QueueStore.Limits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
     * @param reason why something is changed; null if nobody says
     */
    RestTarget(Server server, InstantSource clock, @Nullable String reason) {
        this.server = server;
        this.client = new RestClient(server, reason);
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
    public Failures failures() {
        return new RestRecords.OfFailures(client);
    }

    @Override
    public Operations operations() {
        return new RestRecords.OfOperations(client);
    }

    @Override
    public Flags flags() {
        return new RestRecords.OfFlags(client);
    }

    @Override
    public Records records() {
        return new RestRecords(client);
    }

    @Override
    public Alerts alerts() {
        return new RestRecords.OfAlerts(client);
    }

    @Override
    public Changes changes(Set<String> topics, Waiting waiting) {
        return new RestChanges(client, topics, waiting);
    }

    @Override
    public void close() {
        // The connections end with the program.
    }

    static Body pausing(@Nullable String reason, @Nullable Instant until) {
        return new Shape().put("reason", reason).put("until", until).body();
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
        public Body loads() {
            return client.get("/queue-loads");
        }

        @Override
        public Body purgePreview(String queue) {
            return client.send(Call.post(
                            path(queue) + "/purge",
                            new Shape().put("dryRun", true).body()))
                    .body();
        }

        @Override
        public Body purge(String queue, @Nullable String reason) {
            return client.send(Call.post(
                            path(queue) + "/purge",
                            new Shape().put("reason", reason).body()))
                    .body();
        }

        @Override
        public Body workers() {
            return client.get("/workers");
        }

        @Override
        public Set<String> waiting(List<String> queues) {
            return queues.stream()
                    .filter(queue -> !client.get("/jobs?state=queued&limit=1&queue=" + RestClient.encoded(queue))
                            .items()
                            .isEmpty())
                    .collect(Collectors.toSet());
        }

        private static String path(long worker) {
            return "/workers/" + worker;
        }

        private static Body because(@Nullable String reason) {
            return new Shape().put("reason", reason).body();
        }

        @Override
        public Body drain(long worker, boolean draining, @Nullable String reason) {
            return client.send(Call.post(path(worker) + (draining ? "/drain" : "/resume"), because(reason)))
                    .body();
        }

        @Override
        public Body stop(long worker, @Nullable String reason) {
            return client.send(Call.post(path(worker) + "/stop", because(reason)))
                    .body();
        }

        @Override
        public Body giveSlots(long worker, Map<String, Integer> slots, @Nullable String reason) {
            Body body = new Shape()
                    .put("slots", new Body(new LinkedHashMap<>(slots)))
                    .put("reason", reason)
                    .body();
            return client.send(new Call("PATCH", path(worker), body, Map.of())).body();
        }
    }
}
