package dev.rota.benchmarks.pages;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page that somebody has open: it listens to what its page names, and asks for the page again when it hears of something,
 * as {@code rota.js} does.
 */
final class OpenDashboard implements AutoCloseable {
    private static final Pattern TOPICS = Pattern.compile("data-topics=\"([^\"]*)\"");
    /** As in rota.js. */
    private static final long PAUSE_MILLIS = 2_000;

    private final HttpClient client;
    private final ScheduledExecutorService timer;
    private final Counts counts;
    private final String origin;
    private final String page;
    private final int number;
    private volatile @Nullable CompletableFuture<HttpResponse<Void>> stream;
    private volatile boolean closed;
    private List<String> topics = List.of();
    private volatile long pace = PAUSE_MILLIS;
    private boolean busy;
    private boolean asked;

    /** What all open pages have done together. */
    static final class Counts {
        private long events;
        private long pages;
        private long bytes;
        private long nanos;
        private long failures;

        synchronized void event() {
            events++;
        }

        synchronized void page(long size, long took) {
            pages++;
            bytes += size;
            nanos += took;
        }

        synchronized void failure() {
            failures++;
        }

        synchronized Sum sum() {
            return new Sum(events, pages, bytes, nanos / 1e6, failures);
        }
    }

    /** @param bytes as they travel, compressed */
    record Sum(long events, long pages, long bytes, double millis, long failures) {
        Sum since(Sum before) {
            return new Sum(
                    events - before.events,
                    pages - before.pages,
                    bytes - before.bytes,
                    millis - before.millis,
                    failures - before.failures);
        }
    }

    /** @param origin with the base path */
    OpenDashboard(
            HttpClient client, ScheduledExecutorService timer, Counts counts, String origin, String page, int number) {
        this.client = client;
        this.timer = timer;
        this.counts = counts;
        this.origin = origin;
        this.page = page;
        this.number = number;
    }

    /** Reads the page, and listens from then on. */
    void open() throws IOException, InterruptedException {
        String text = client.send(request(page).build(), BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
        Matcher found = TOPICS.matcher(text);
        if (!found.find() || found.group(1).isEmpty()) {
            throw new IOException("The page " + page + " names no topics, expected one that is live");
        }
        topics = List.of(found.group(1).split(","));
        stream = client.sendAsync(
                request("/api/v1/events?topics=" + found.group(1)).build(),
                BodyHandlers.fromLineSubscriber(new Lines()));
    }

    private HttpRequest.Builder request(String address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + address));
        DashboardsServer.headersOf(number).forEach(request::header);
        return request;
    }

    private final class Lines implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("event: ")) {
                hear(line.substring("event: ".length()));
            }
        }

        @Override
        public void onError(Throwable error) {
            if (!closed) {
                counts.failure();
            }
        }

        @Override
        public void onComplete() {
            onError(new IOException("The stream has ended"));
        }
    }

    private void hear(String kind) {
        counts.event();
        boolean mine = kind.equals("reset")
                || topics.stream().anyMatch(topic -> kind.startsWith(topic.replaceAll("s?(:.*)?$", "")));
        if (mine && !kind.equals("job.log")) {
            refresh();
        }
    }

    /** Not twice at once, nor sooner than after a pause; what is asked for meanwhile is done once more. */
    private synchronized void refresh() {
        asked = true;
        if (!busy) {
            busy = true;
            soon();
        }
    }

    /** After the most of the pause. */
    private void soon() {
        long most = (long) ((pace - PAUSE_MILLIS) * ThreadLocalRandom.current().nextDouble(0.5, 1.5));
        var unused = timer.schedule(this::fetch, most, TimeUnit.MILLISECONDS);
    }

    private synchronized void fetch() {
        asked = false;
        if (closed) {
            return;
        }
        long began = System.nanoTime();
        var unused = client.sendAsync(
                        request(page)
                                .header("Accept", "text/html")
                                .header("Accept-Encoding", "gzip")
                                .header("Rota-Live", "1")
                                .build(),
                        BodyHandlers.ofByteArray())
                .whenComplete((answer, error) -> {
                    if (closed) {
                        return;
                    }
                    if (error != null || answer.statusCode() != 200) {
                        counts.failure();
                    } else {
                        pace = answer.headers().firstValueAsLong("Rota-Pace").orElse(PAUSE_MILLIS);
                        counts.page(answer.body().length, System.nanoTime() - began);
                    }
                    var unusedToo = timer.schedule(this::again, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                });
    }

    private synchronized void again() {
        if (asked) {
            soon();
        } else {
            busy = false;
        }
    }

    @Override
    public void close() {
        closed = true;
        CompletableFuture<HttpResponse<Void>> open = stream;
        if (open != null) {
            open.cancel(true);
        }
    }
}
