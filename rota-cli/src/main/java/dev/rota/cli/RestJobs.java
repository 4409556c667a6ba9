package dev.rota.cli;

import dev.rota.cli.RestClient.Answer;
import dev.rota.cli.RestClient.Call;
import dev.rota.store.JobStore.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Jobs of a server. */
final class RestJobs implements Target.Jobs {
    /** What the contract gives on one page at the most. */
    private static final int MOST = 200;

    private static final List<String> COUNTED =
            List.of("queued", "running", "scheduled", "retrying", "blocked", "failed");

    private final RestClient client;

    RestJobs(RestClient client) {
        this.client = client;
    }

    @Override
    public Body page(JobFilter filter, int limit, @Nullable String cursor) {
        Body page = onePage(filter, Math.min(limit, MOST), cursor);
        if (limit <= MOST) {
            return page;
        }
        List<Body> items = new ArrayList<>(page.items());
        while (items.size() < limit && next(page) != null) {
            // A cursor is for one size of pages.
            page = onePage(filter, MOST, next(page));
            items.addAll(page.items());
        }
        boolean more = items.size() > limit || next(page) != null;
        return new Shape()
                .putAll("items", items.subList(0, Math.min(limit, items.size())))
                .put(
                        "page",
                        new Shape()
                                .put("next", more && items.size() <= limit ? next(page) : null)
                                .put("prev", (Object) null)
                                .put("limit", limit)
                                .body())
                .body();
    }

    private static @Nullable String next(Body page) {
        Body about = page.body("page");
        return about == null ? null : about.text("next");
    }

    private Body onePage(JobFilter filter, int limit, @Nullable String cursor) {
        Map<String, String> query = new LinkedHashMap<>();
        if (!filter.states().isEmpty()) {
            query.put("state", filter.states().stream().map(Words::of).sorted().collect(Collectors.joining(",")));
        }
        put(query, "type", filter.type());
        put(query, "queue", filter.queue());
        put(query, "tag", filter.tag());
        put(query, "schedule", filter.schedule());
        put(query, "limit", String.valueOf(limit));
        put(query, "cursor", cursor);
        Body page = client.get("/jobs?"
                + query.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + RestClient.encoded(entry.getValue()))
                        .collect(Collectors.joining("&")));
        return filter.since() == null ? page : since(page, filter.since(), limit);
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    /** The newest come first, so that the first that is too old ends the list. */
    private static Body since(Body page, Instant since, int limit) {
        List<Body> items = page.items();
        List<Body> kept = items.stream()
                .takeWhile(job -> !Instant.parse(job.word("enqueuedAt")).isBefore(since))
                .toList();
        if (kept.size() == items.size()) {
            return page;
        }
        return new Shape()
                .putAll("items", kept)
                .put(
                        "page",
                        new Shape()
                                .put("next", (Object) null)
                                .put("prev", (Object) null)
                                .put("limit", limit)
                                .body())
                .body();
    }

    @Override
    public Optional<Body> find(long id) {
        return client.find("/jobs/" + id);
    }

    @Override
    public Body attempts(long id) {
        return client.get("/jobs/" + id + "/attempts");
    }

    @Override
    public Body log(long id, long after) {
        return client.get("/jobs/" + id + "/logs?after=" + after);
    }

    /** As far as one page tells. */
    @Override
    public Map<String, Target.Count> counts() {
        Map<String, Target.Count> counts = new LinkedHashMap<>();
        for (String state : COUNTED) {
            Body page = client.get("/jobs?limit=" + MOST + "&state=" + state);
            counts.put(state, new Target.Count(page.items().size(), next(page) != null));
        }
        return counts;
    }

    @Override
    public Target.Made enqueue(Target.JobRequest request) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("type", request.type());
        putIfAny(members, "args", args(request.args()));
        putIfAny(members, "queue", request.queue());
        putIfAny(members, "runAt", request.at());
        putIfAny(members, "delay", request.delay());
        putIfAny(members, "priority", request.priority());
        putIfAny(members, "tags", request.tags().isEmpty() ? null : request.tags());
        putIfAny(members, "uniqueKey", request.uniqueKey());
        putIfAny(members, "onDuplicate", request.rejectDuplicate() ? "reject" : null);
        Map<String, String> headers =
                request.idempotencyKey() == null ? Map.of() : Map.of("Idempotency-Key", request.idempotencyKey());
        Answer answer = client.send(new Call("POST", "/jobs", new Body(members), headers));
        return new Target.Made(answer.body(), answer.status() == 201);
    }

    private static void putIfAny(Map<String, @Nullable Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    private static DataWriter.@Nullable Json args(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            DataReader.check(text);
            return new DataWriter.Json(text);
        } catch (JacksonException e) {
            throw new CommandFailure(ExitCode.USAGE, "--args is not JSON: " + e.getOriginalMessage() + ".", e);
        }
    }

    @Override
    public Target.Outcome change(long id, String action, @Nullable String reason) {
        try {
            if (action.equals("delete")) {
                client.send(new Call("DELETE", "/jobs/" + id, null, Map.of()));
                return new Target.Outcome(Change.DONE, null);
            }
            Body body = reason == null ? null : new Shape().put("reason", reason).body();
            Answer answer = client.send(Call.post("/jobs/" + id + "/" + action, body));
            return new Target.Outcome(
                    Change.valueOf(answer.body().word("change").toUpperCase(Locale.ROOT)), null);
        } catch (Refusal e) {
            if (e.status() == 404) {
                return new Target.Outcome(Change.NOT_FOUND, null);
            }
            if (e.status() == 409 && e.state() != null) {
                return new Target.Outcome(Change.NOT_ALLOWED, e.state());
            }
            throw e;
        }
    }
}
