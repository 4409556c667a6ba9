package dev.rota.web;

import dev.rota.console.Scope;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code /events}: what changes, as it changes. */
final class LiveApi {
    private static final String CONTENT_TYPE = "text/event-stream; charset=utf-8";
    private static final int MOST_TOPICS = 50;
    private static final Map<String, Scope> TOPICS = Map.of(
            "overview", Scope.METRICS_READ,
            "jobs", Scope.JOBS_READ,
            "schedules", Scope.SCHEDULES_READ,
            "queues", Scope.QUEUES_READ,
            "workers", Scope.WORKERS_READ,
            "failures", Scope.JOBS_READ,
            "operations", Scope.OPERATIONS_READ);
    /** Topics of which one thing can be listened to. */
    private static final Set<String> NUMBERED = Set.of("jobs", "operations");

    private final LiveHub hub;

    LiveApi(LiveHub hub) {
        this.hub = hub;
    }

    void addTo(Routes routes) {
        // Each topic asks for its own scope.
        routes.get(Routes.API + "/events", Access.KNOWN, this::listen);
    }

    private void listen(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("topics", "lastEventId"));
        Caller caller = Caller.of(ctx);
        Set<String> topics = topics(Requests.query(ctx, "topics"));
        topics.forEach(topic -> caller.require(scope(topic)));
        String last = ctx.header("Last-Event-ID");
        if (ctx.method().equals(HandlerType.HEAD)) {
            // There is no end to wait for of what is not sent.
            ctx.contentType(CONTENT_TYPE);
            return;
        }
        hub.requireRoom(caller.principal().name());
        ctx.contentType(CONTENT_TYPE).header("X-Accel-Buffering", "no");
        AsyncContext async = ctx.req().startAsync();
        async.setTimeout(0);
        try {
            LiveStream stream =
                    new LiveStream(caller.principal().name(), topics, ctx.res().getOutputStream(), System.nanoTime());
            hub.open(stream, last == null ? Requests.query(ctx, "lastEventId") : last);
            ctx.res().getOutputStream().setWriteListener(stream);
            ctx.future(stream::ended);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> topics(@Nullable String text) {
        Set<String> topics = new TreeSet<>();
        for (String topic : text == null ? new String[0] : text.split(",", MOST_TOPICS + 1)) {
            int colon = topic.indexOf(':');
            String kind = colon < 0 ? topic : topic.substring(0, colon);
            String key = colon < 0 ? "" : topic.substring(colon + 1);
            boolean number = NUMBERED.contains(kind) && key.matches("[0-9]{1,18}");
            if (!TOPICS.containsKey(kind) || (colon >= 0 && !number) || topics.size() == MOST_TOPICS) {
                throw unknown(topic);
            }
            topics.add(topic);
        }
        if (topics.isEmpty()) {
            throw unknown("");
        }
        return topics;
    }

    private static Problem unknown(String topic) {
        return Problem.malformed("A topic is \"" + Labels.shortened(topic, 100) + "\", expected 1 to " + MOST_TOPICS
                + " of "
                + String.join(", ", TOPICS.keySet().stream().sorted().toList())
                + "; jobs and operations also of one, as jobs:4711, separated by commas");
    }

    private static Scope scope(String topic) {
        int colon = topic.indexOf(':');
        return TOPICS.getOrDefault(colon < 0 ? topic : topic.substring(0, colon), Scope.JOBS_READ);
    }
}
