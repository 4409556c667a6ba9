package dev.rota.cli;

import dev.rota.cli.RestClient.Call;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a server has recorded, and what can be done about it. */
record RestRecords(RestClient client) implements Target.Records {
    @Override
    public Body audit(Target.AuditWish wish) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("actor", wish.actor());
        parts.put("action", wish.action());
        parts.put("target", wish.target());
        parts.put("since", wish.since());
        parts.put("limit", wish.limit());
        return client.get("/audit" + query(parts));
    }

    @Override
    public Body stats(String over, @Nullable String queue) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("over", over);
        parts.put("queue", queue);
        return client.get("/stats" + query(parts));
    }

    private static String query(Map<String, @Nullable Object> parts) {
        return parts.entrySet().stream()
                .filter(part -> part.getValue() != null)
                .map(part -> part.getKey() + "=" + RestClient.encoded(String.valueOf(part.getValue())))
                .collect(Collectors.joining("&", "?", ""));
    }

    record OfFailures(RestClient client) implements Target.Failures {
        private static String path(String fingerprint) {
            return "/failures/" + RestClient.encoded(fingerprint);
        }

        @Override
        public Body list(String tab, int limit) {
            return client.get("/failures?tab=" + tab + "&limit=" + limit);
        }

        @Override
        public Optional<Body> find(String fingerprint) {
            return client.find(path(fingerprint));
        }

        @Override
        public Body mute(String fingerprint, Target.Muting muting) {
            Shape body = new Shape()
                    .put("reason", muting.reason())
                    .put("until", muting.until())
                    .put("failures", muting.failures())
                    .put("version", muting.version());
            return client.send(Call.post(path(fingerprint) + "/mute", body.body()))
                    .body();
        }

        @Override
        public Body unmute(String fingerprint) {
            return client.send(new Call("DELETE", path(fingerprint) + "/mute", null, Map.of()))
                    .body();
        }

        @Override
        public Body resolve(String fingerprint, @Nullable String version) {
            Body body = new Shape().put("version", version).body();
            return client.send(Call.post(path(fingerprint) + "/resolve", body)).body();
        }
    }

    record OfOperations(RestClient client) implements Target.Operations {
        @Override
        public Body list(int limit) {
            return client.get("/operations?limit=" + limit);
        }

        @Override
        public Optional<Body> find(long id) {
            return client.find("/operations/" + id);
        }

        @Override
        public Body stop(long id) {
            return client.send(Call.post("/operations/" + id + "/stop", null)).body();
        }

        @Override
        public boolean canBegin() {
            return true;
        }

        @Override
        public Body preview(Target.OperationWish wish) {
            return client.send(Call.post(
                            "/operations", body(wish).put("dryRun", true).body()))
                    .body();
        }

        @Override
        public Body begin(Target.OperationWish wish) {
            return client.send(Call.post("/operations", body(wish).body())).body();
        }

        private static Shape body(Target.OperationWish wish) {
            return new Shape()
                    .put("action", wish.action())
                    .put("value", wish.value())
                    .put("query", wish.query())
                    .put("asOf", wish.asOf())
                    .put("reason", wish.reason())
                    .put("max", wish.max());
        }
    }

    record OfAlerts(RestClient client) implements Target.Alerts {
        @Override
        public Body show() {
            return client.get("/alerts");
        }

        @Override
        public Body deliveries(int limit) {
            return client.get("/alert-deliveries?limit=" + limit);
        }

        @Override
        public Body test(String channel) {
            return client.send(Call.post("/alerts/" + RestClient.encoded(channel) + "/test", null))
                    .body();
        }
    }

    record OfFlags(RestClient client) implements Target.Flags {
        @Override
        public Body list() {
            return client.get("/flags");
        }

        @Override
        public Body set(String name, @Nullable Boolean on, @Nullable String reason) {
            String path = "/flags/" + RestClient.encoded(name);
            Call call = on == null
                    ? new Call("DELETE", path, null, Map.of())
                    : new Call(
                            "PUT",
                            path,
                            new Shape().put("on", on).put("reason", reason).body(),
                            Map.of());
            return client.send(call).body();
        }
    }
}
