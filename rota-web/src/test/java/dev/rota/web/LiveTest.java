package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.JobState;
import dev.rota.web.RunningWeb.Invoice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
final class LiveTest {
    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory);
    }

    @AfterEach
    void close() {
        web.close();
    }

    private record Event(String id, String name, JsonNode data) {}

    /** Somebody who listens. What comes is read by a thread of its own, as reading does not heed an interruption. */
    private final class Listener implements AutoCloseable {
        private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final List<Event> passed = new ArrayList<>();
        private final InputStream stream;
        final HttpResponse<?> answer;

        Listener(String topics, @Nullable String last) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + web.port + "/rota/api/v1/events?topics=" + topics))
                    .header("Accept", "text/event-stream");
            if (last != null) {
                request.header("Last-Event-ID", last);
            }
            var opened = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
            answer = opened;
            stream = opened.body();
            Thread reader = new Thread(this::read, "live-test-listener");
            reader.setDaemon(true);
            reader.start();
            if (opened.statusCode() == 200) {
                assertThat(line()).isEqualTo("retry: 3000");
                assertThat(line()).isEmpty();
            }
        }

        private void read() {
            try {
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                        .lines()
                        .forEach(lines::add);
            } catch (UncheckedIOException e) {
                lines.add("closed: " + e.getMessage());
            }
        }

        private String line() {
            try {
                return assertThat(lines.poll(60, TimeUnit.SECONDS))
                        .as("the stream goes on")
                        .isNotNull()
                        .actual();
            } catch (InterruptedException e) {
                throw new IllegalStateException("Waited for what is told", e);
            }
        }

        /** The next event of that name; others before it are kept for whoever asks for them. */
        Event next(String name) {
            for (Event event : passed) {
                if (event.name().equals(name)) {
                    passed.remove(event);
                    return event;
                }
            }
            String id = "";
            String event = "";
            while (true) {
                String line = line();
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                    assertThat(event).isIn(name, "job.state", "job.progress", "job.log", "overview.changed", "reset");
                } else if (line.startsWith("data: ")) {
                    Event come = new Event(id, event, Json.tree(line.substring(6)));
                    if (event.equals(name)) {
                        return come;
                    }
                    passed.add(come);
                }
            }
        }

        /** That a job is in this state: where it was on its way there may have been told before. */
        Event nextOf(long id, String state) {
            while (true) {
                Event event = next("job.state");
                for (JsonNode item : event.data().path("items")) {
                    if (item.path("id").asLong() == id
                            && item.path("state").asString().equals(state)) {
                        return event;
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    @Test
    void tells_what_becomes_of_jobs_and_never_their_arguments() throws Exception {
        try (Listener listener = new Listener("jobs", null)) {
            assertThat(listener.answer.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            assertThat(listener.answer.headers().firstValue("X-Accel-Buffering"))
                    .hasValue("no");
            long id = web.rota.enqueue(SEND, new Invoice(-1, "private@example.com"));
            web.test.runDue();
            Event event = listener.nextOf(id, "retrying");
            JsonNode job = event.data().path("items").get(0);
            assertThat(event.data().path("kind").asString()).isEqualTo("job.state");
            assertThat(job.path("id").asLong()).isEqualTo(id);
            assertThat(job.path("attempt").asString()).isEqualTo("1 / 2");
            assertThat(event.data().toString()).doesNotContain("private", "number");
        }
    }

    @Test
    void tells_of_one_job_only_what_is_asked_and_when_its_log_grows() throws Exception {
        long wanted = web.rota.enqueue(SEND, new Invoice(1, "m"));
        try (Listener listener = new Listener("jobs:" + wanted, null)) {
            web.rota.enqueue(SWEEP);
            web.test.runDue();
            JsonNode items = listener.nextOf(wanted, "succeeded").data().path("items");
            assertThat(items.size()).isEqualTo(1);
            assertThat(items.get(0).path("id").asLong()).isEqualTo(wanted);
            JsonNode log = listener.next("job.log").data().path("items").get(0);
            assertThat(log.toString()).isEqualTo("{\"kind\":\"job.log\",\"id\":" + wanted + ",\"seq\":1}");
        }
    }

    @Test
    void what_is_new_of_its_progress_alone_is_told_as_progress() {
        LiveWatch.JobBody before = body(JobState.RUNNING, 1);
        assertThat(body(JobState.RUNNING, 2).after(before).kind()).isEqualTo("job.progress");
        assertThat(body(JobState.RUNNING, 2).after(before).processed()).isEqualTo(2);
        assertThat(body(JobState.SUCCEEDED, 2).after(before).kind()).isEqualTo("job.state");
        assertThat(body(JobState.RUNNING, 2).after(null).kind()).isEqualTo("job.state");
    }

    private static LiveWatch.JobBody body(JobState state, long processed) {
        return new LiveWatch.JobBody(
                "job.state", 1, state, "loans.sweep", "default", "1 / 2", "", Instant.EPOCH, processed, 10L);
    }

    @Test
    void tells_once_that_a_fire_does_not_come() throws Exception {
        web.rota
                .schedules()
                .put(dev.rota.schedule.Schedule.every("sweep", java.time.Duration.ofHours(1))
                        .runs(SWEEP));
        try (Listener listener = new Listener("schedules,overview", null)) {
            // The first look is what later ones are compared with.
            web.rota.enqueue(SWEEP);
            listener.next("overview.changed");
            web.test.clock().advance(java.time.Duration.ofHours(2));
            JsonNode late = listener.next("schedule.late").data().path("items").get(0);
            assertThat(late.path("name").asString()).isEqualTo("sweep");
            assertThat(late.path("dueAt").asString()).isEqualTo("2026-11-20T13:00:00Z");
        }
    }

    @Test
    void sees_what_others_do_to_the_store() throws Exception {
        web.rota.enqueue(SWEEP);
        try (Listener listener = new Listener("queues,workers,overview", null)) {
            // The first look is what later ones are compared with.
            web.rota.enqueue(SWEEP);
            listener.next("overview.changed");
            web.rota.queues().pause("default", "ana", "moving", null);
            JsonNode queue = listener.next("queue.changed").data().path("items").get(0);
            assertThat(queue.path("name").asString()).isEqualTo("default");
            assertThat(queue.path("paused").asBoolean()).isTrue();
            assertThat(queue.toString()).doesNotContain("moving");
            web.rota
                    .store()
                    .workers()
                    .register(new dev.rota.store.WorkerStore.Registration(
                            "w-1", "h", 1, "1.0", java.util.Map.of("*", 2), java.util.Set.of("a.b")));
            assertThat(listener.next("worker.changed")
                            .data()
                            .path("items")
                            .get(0)
                            .path("name")
                            .asString())
                    .isEqualTo("w-1");
        }
    }

    @Test
    void who_comes_back_is_told_what_was_missed_or_to_look_anew() throws Exception {
        try (Listener watcher = new Listener("jobs", null)) {
            web.rota.enqueue(SWEEP);
            Event first = watcher.next("job.state");
            long second = web.rota.enqueue(SWEEP);
            watcher.next("job.state");
            try (Listener back = new Listener("jobs", first.id())) {
                JsonNode items = back.next("job.state").data().path("items");
                assertThat(items.get(0).path("id").asLong()).isEqualTo(second);
            }
            try (Listener lost = new Listener("jobs", "other-1")) {
                Event reset = lost.next("reset");
                assertThat(reset.data().path("kind").asString()).isEqualTo("reset");
                // As everybody, after the first look.
                lost.next("reset");
            }
            try (Listener late = new Listener("jobs", first.id().replaceFirst("-.*", "-0"))) {
                assertThat(late.next("job.state").id()).isEqualTo(first.id());
            }
        }
    }

    @Test
    void who_is_new_is_told_once_to_look_anew_for_what_changed_before_the_first_look() throws Exception {
        web.rota.enqueue(SWEEP);
        try (Listener watcher = new Listener("jobs", null);
                Listener listener = new Listener("workers", null)) {
            listener.next("reset");
            watcher.next("reset");
            long id = web.rota.enqueue(SWEEP);
            watcher.nextOf(id, "queued");
            try (Listener later = new Listener("jobs:" + id, null)) {
                later.next("reset");
            }
        }
    }

    @Test
    void refuses_topics_it_does_not_know_and_too_many_streams() throws Exception {
        assertThat(web.get("/api/v1/events").statusCode()).isEqualTo(400);
        assertThat(web.get("/api/v1/events?topics=jobs,secrets").statusCode()).isEqualTo(400);
        assertThat(web.get("/api/v1/events?topics=jobs:x").statusCode()).isEqualTo(400);
        List<Listener> listeners = new ArrayList<>();
        try {
            for (int i = 0; i < LiveHub.MOST_STREAMS; i++) {
                listeners.add(new Listener("workers", null));
            }
            try (Listener more = new Listener("workers", null)) {
                assertThat(more.answer.statusCode()).isEqualTo(429);
                assertThat(more.answer.headers().firstValue("Retry-After")).isPresent();
            }
        } finally {
            for (Listener listener : listeners) {
                listener.close();
            }
        }
    }
}
