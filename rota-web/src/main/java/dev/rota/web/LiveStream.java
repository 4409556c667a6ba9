package dev.rota.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One browser that listens. Nobody ever waits for it: what it does not take is queued, and whoever takes too little is let
 * go, to come back and be told what it missed. Thread-safe.
 */
final class LiveStream implements WriteListener {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
    private static final int MOST_QUEUED = 512 * 1024;

    private final String user;
    private final Set<String> topics;
    private final ServletOutputStream out;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private final long openedNanos;
    private int queued;
    private boolean possible;
    private volatile boolean settled;

    LiveStream(String user, Set<String> topics, ServletOutputStream out, long openedNanos) {
        this.user = user;
        this.topics = Set.copyOf(topics);
        this.out = out;
        this.openedNanos = openedNanos;
    }

    String user() {
        return user;
    }

    Set<String> topics() {
        return topics;
    }

    long openedNanos() {
        return openedNanos;
    }

    /** Until the first look at what it listens to. */
    boolean isNew() {
        return !settled;
    }

    void settle() {
        settled = true;
    }

    /** Is completed when nobody listens any more. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    boolean wants(LiveEvent.Item item) {
        return topics.contains(item.topic()) || topics.contains(item.topic() + ":" + item.key());
    }

    /** Tells what it wants of an event. */
    void tell(LiveEvent event, String id) {
        String text = text(event, id);
        if (!text.isEmpty()) {
            send(text);
        }
    }

    /** What it is told of an event, as all are who listen to the same; empty if nothing. */
    String text(LiveEvent event, String id) {
        List<Object> items = event.items().stream()
                .filter(this::wants)
                .map(LiveEvent.Item::body)
                .toList();
        if (items.isEmpty()) {
            return "";
        }
        String data = new String(Json.write(new LiveEvent.Data(event.kind(), items)), StandardCharsets.UTF_8);
        return "id: " + id + "\nevent: " + event.kind() + "\ndata: " + data + "\n\n";
    }

    synchronized void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        queued += bytes.length;
        queue.add(bytes);
        if (queued > MOST_QUEUED) {
            LOG.debug("{} takes events too slowly and is let go", user);
            close();
        } else if (possible) {
            write();
        }
    }

    private void write() {
        try {
            while (out.isReady()) {
                byte[] next = queue.poll();
                if (next == null) {
                    return;
                }
                queued -= next.length;
                out.write(next);
                if (queue.isEmpty() && out.isReady()) {
                    out.flush();
                }
            }
        } catch (IOException | IllegalStateException e) {
            onError(e);
        }
    }

    @Override
    public synchronized void onWritePossible() {
        possible = true;
        write();
    }

    @Override
    public void onError(Throwable error) {
        LOG.debug("{} listens no more: {}", user, error.toString());
        close();
    }

    /** Ends it; a browser then asks again by itself. */
    void close() {
        ended.complete(null);
    }
}
