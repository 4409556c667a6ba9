package dev.rota.cli;

import dev.rota.cli.RestClient.Answer;
import dev.rota.cli.RestClient.Call;
import dev.rota.job.Amendment;
import dev.rota.store.JobStore.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Jobs of a server. */
final class RestJobs implements Target.Jobs {
    /** What the contract gives on one page at the most. */
    private static final int MOST = 200;

    /** Of a change of something that others change too. */
    private static final int TRIES = 5;

    private static final List<String> COUNTED =
            List.of("queued", "running", "scheduled", "retrying", "blocked", "failed");

    private final RestClient client;

    RestJobs(RestClient client) {
        this.client = client;
    }

    @Override
    public Body page(String query, int limit, @Nullable String cursor) {
        Body page = onePage(query, Math.min(limit, MOST), cursor);
        if (limit <= MOST) {
            return page;
        }
        List<Body> items = new ArrayList<>(page.items());
        while (items.size() < limit && next(page) != null) {
            // A cursor is for one size of pages.
            page = onePage(query, MOST, next(page));
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
                                .put("matched", (Object) null)
                                .put("searchedBackTo", (Object) null)
                                .put("truncated", false)
                                .body())
                .body();
    }

    private static @Nullable String next(Body page) {
        Body about = page.body("page");
        return about == null ? null : about.text("next");
    }

    private Body onePage(String query, int limit, @Nullable String cursor) {
        return client.get("/jobs?limit=" + limit
                + (query.isBlank() ? "" : "&q=" + RestClient.encoded(query))
                + (cursor == null ? "" : "&cursor=" + RestClient.encoded(cursor)));
    }

    @Override
    public Optional<Body> find(long id) {
        return client.find("/jobs/" + id);
    }

    /** The server knows more than that there is none only where it says that the job is gone. */
    @Override
    public Body require(long id) {
        try {
            return client.get("/jobs/" + id);
        } catch (Refusal e) {
            if (e.status() == 404) {
                throw CommandFailure.notFound(JobsCommand.noJob(id));
            }
            throw e;
        }
    }

    @Override
    public Body attempts(long id) {
        return client.get("/jobs/" + id + "/attempts");
    }

    @Override
    public Body stack(long id) {
        return client.get("/jobs/" + id + "/stack");
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
            throw new CommandFailure(ExitCode.USAGE, DataReader.notJson("--args", e), e);
        }
    }

    @Override
    public Target.Outcome change(long id, JobChange change) {
        try {
            Amending amending = Amending.of(change.action(), change.value());
            return Target.Outcome.of(
                    amending == null ? plainly(id, change) : amend(id, amending, change.reason(), TRIES));
        } catch (Refusal e) {
            if (e.status() == 404 || e.status() == 410) {
                return Target.Outcome.of(Change.NOT_FOUND);
            }
            if (e.status() == 409 && e.state() != null) {
                return Target.Outcome.notAllowedIn(e.state());
            }
            throw e;
        } catch (IllegalArgumentException e) {
            return Target.Outcome.notValid(e);
        }
    }

    private Change plainly(long id, JobChange change) {
        if (change.action().equals("delete")) {
            client.send(new Call("DELETE", "/jobs/" + id, null, Map.of()));
            return Change.DONE;
        }
        Body body = change.reason() == null
                ? null
                : new Shape().put("reason", change.reason()).body();
        Answer answer = client.send(Call.post("/jobs/" + id + "/" + change.action(), body));
        return Change.valueOf(answer.body().word("change").toUpperCase(Locale.ROOT));
    }

    /** A job of which something else has changed meanwhile is looked at again. */
    private Change amend(long id, Amending amending, @Nullable String reason, int tries) {
        Answer job = client.send(Call.get("/jobs/" + id));
        if (amending.isDone(job.body())) {
            return Change.DONE;
        }
        Amendment amendment = amending.of(job.body().texts("tags"));
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        putIfAny(members, "priority", amendment.priority());
        putIfAny(members, "queue", amendment.queue());
        putIfAny(members, "tags", amendment.tags());
        putIfAny(members, "reason", reason);
        Map<String, String> unchanged = Map.of("If-Match", String.valueOf(job.etag()));
        try {
            client.send(new Call("PATCH", "/jobs/" + id, new Body(members), unchanged));
            return Change.DONE;
        } catch (Refusal e) {
            if (e.status() != 412 || tries == 1) {
                throw e;
            }
            return amend(id, amending, reason, tries - 1);
        }
    }
}
