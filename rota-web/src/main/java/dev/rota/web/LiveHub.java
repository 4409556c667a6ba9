package dev.rota.web;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.event.RotaListener;
import dev.rota.store.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells browsers what changes. What happens in this process it hears at once; what others do it sees by looking at the store
 * from time to time, as long as somebody listens. It tells at most twice a second, each kind of change together, and keeps
 * what it told for ten minutes, for whoever lost the connection. Whoever is new is told once to look anew, after the first
 * look at the store: from then on nothing is missed. Thread-safe.
 */
final class LiveHub implements RotaListener, AutoCloseable {
    /** Connections of one user. */
    static final int MOST_STREAMS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(LiveHub.class);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST_KEPT = 2_400;
    private static final long BEAT_MILLIS = 500;
    private static final int BEATS_PER_LOOK = 4;
    private static final int BEATS_PER_SIGN = 30;
    private static final Duration LAST_BEAT = Duration.ofSeconds(10);

    private final Store store;
    private final LiveWatch watch;
    private final LivePages pages;
    private final String process = Secrets.hash(Secrets.randomToken()).substring(0, 8);
    private final List<LiveStream> streams = new CopyOnWriteArrayList<>();
    private final Deque<LiveEvent> told = new ArrayDeque<>();
    private final List<LiveEvent.Item> others = new ArrayList<>();
    private final Set<Long> jobs = new HashSet<>();
    private @Nullable ScheduledExecutorService beats;
    private long seq;
    private long beat;
    private long lastListenedNanos;
    private boolean closed;

    /** @param pages are told how many listen, and when what they show has changed */
    LiveHub(Rota rota, LivePages pages) {
        this.store = rota.store();
        this.watch = new LiveWatch(rota);
        this.pages = pages;
        pages.count(streams::size);
        rota.listen(this);
    }

    @Override
    public void on(RotaEvent event) {
        if (streams.isEmpty()) {
            return;
        }
        synchronized (this) {
            if (event instanceof RotaEvent.JobEvent job) {
                if (jobs.size() < LiveWatch.MOST_JOBS) {
                    jobs.add(job.jobId());
                }
            }
            watch.items(event).forEach(this::add);
        }
    }

    /** Something changed that no event of the engine tells. */
    synchronized void add(LiveEvent.Item item) {
        if (!streams.isEmpty() && others.size() < LiveWatch.MOST_JOBS) {
            others.removeIf(each -> each.topic().equals(item.topic())
                    && each.key().equals(item.key())
                    && each.body().getClass().equals(item.body().getClass()));
            others.add(item);
        }
    }

    /** @throws Problem if somebody listens too often already */
    void requireRoom(String user) {
        if (streams.stream().filter(each -> each.user().equals(user)).count() >= MOST_STREAMS) {
            throw Problem.of(
                            429,
                            "too-many-streams",
                            "There are too many streams",
                            user + " listens " + MOST_STREAMS + " times, expected less")
                    .hint("Close other windows, or ask for several topics in one stream.");
        }
    }

    /**
     * Lets somebody listen.
     *
     * @param last the id of the last event they know; null if they know none
     */
    synchronized void open(LiveStream stream, @Nullable String last) {
        stream.send("retry: 3000\n\n");
        if (last != null) {
            replay(stream, last);
        }
        if (streams.isEmpty()) {
            watch.begin();
        }
        streams.add(stream);
        var unused = stream.ended().thenRun(() -> streams.remove(stream));
        if (beats == null && !closed) {
            beats = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "rota-web-live");
                thread.setDaemon(true);
                return thread;
            });
            var unusedToo =
                    beats.scheduleWithFixedDelay(this::safeBeat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void replay(LiveStream stream, String last) {
        long known = last.startsWith(process + "-") && last.length() < 40 ? number(last) : -1;
        LiveEvent oldest = told.peekFirst();
        boolean kept = known == seq || (oldest != null && known >= oldest.seq() - 1 && known < seq);
        if (!kept) {
            reset(stream);
            return;
        }
        for (LiveEvent event : told) {
            if (event.seq() > known) {
                stream.tell(event, id(event.seq()));
            }
        }
    }

    /** Says that what was told does not add up to what is, so that one must look anew. */
    private synchronized void reset(LiveStream stream) {
        stream.send("id: " + id(seq) + "\nevent: reset\ndata: {\"kind\":\"reset\",\"items\":[]}\n\n");
    }

    private long number(String last) {
        try {
            return Long.parseLong(last.substring(process.length() + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private String id(long number) {
        return process + "-" + number;
    }

    private void safeBeat() {
        try {
            store.forReaders(this::beat);
        } catch (RuntimeException e) {
            // The next beat tries again; a database that is away must not end live updates for good.
            LOG.warn("Browsers could not be told what changed: {}", e.toString());
            synchronized (this) {
                seq++;
                told.clear();
                streams.forEach(this::reset);
            }
        }
    }

    private void beat() {
        long now = System.nanoTime();
        beat++;
        for (LiveStream stream : streams) {
            if (now - stream.openedNanos() > KEPT.toNanos()) {
                // It comes back at once, and is asked again who it is.
                stream.close();
            } else if (beat % BEATS_PER_SIGN == 0) {
                stream.send(": hb\n\n");
            }
        }
        if (streams.isEmpty()) {
            forget();
            return;
        }
        lastListenedNanos = now;
        List<LiveStream> listening = List.copyOf(streams);
        Set<String> topics = new HashSet<>();
        listening.forEach(stream -> topics.addAll(stream.topics()));
        boolean looks = beat % BEATS_PER_LOOK == 0;
        Set<Long> changed;
        List<LiveEvent.Item> items;
        synchronized (this) {
            changed = new HashSet<>(jobs);
            items = new ArrayList<>(others);
            jobs.clear();
            others.clear();
        }
        items.addAll(watch.look(topics, changed, looks));
        tell(items, now);
        if (looks) {
            listening.stream().filter(LiveStream::isNew).forEach(this::settle);
        }
    }

    /** What has changed between the page that listens and the look that was just taken, nobody has seen. */
    private synchronized void settle(LiveStream stream) {
        stream.settle();
        reset(stream);
    }

    private synchronized void tell(List<LiveEvent.Item> items, long now) {
        if (items.stream().anyMatch(item -> item.topic().equals(LiveWatch.OVERVIEW))) {
            pages.changed();
        }
        List<String> kinds = items.stream().map(LiveHub::kind).distinct().toList();
        for (String kind : kinds) {
            LiveEvent event = new LiveEvent(
                    ++seq,
                    kind,
                    items.stream().filter(item -> kind(item).equals(kind)).toList(),
                    now);
            told.add(event);
            tellAll(event);
        }
        while (told.size() > MOST_KEPT
                || (!told.isEmpty() && now - told.element().atNanos() > KEPT.toNanos())) {
            told.remove();
        }
    }

    /** It is written once for all who listen to the same. */
    private void tellAll(LiveEvent event) {
        Map<Set<String>, String> texts = new HashMap<>();
        for (LiveStream stream : streams) {
            String text = texts.computeIfAbsent(stream.topics(), any -> stream.text(event, id(event.seq())));
            if (!text.isEmpty()) {
                stream.send(text);
            }
        }
    }

    private static String kind(LiveEvent.Item item) {
        return item.body() instanceof LiveWatch.Body body ? body.kind() : item.topic() + ".changed";
    }

    /** From now on nothing is heard, so that whoever comes back later must be told to look anew. */
    private synchronized void forget() {
        if (!told.isEmpty() || lastListenedNanos != 0) {
            told.clear();
            seq++;
            lastListenedNanos = 0;
        }
    }

    /** Nothing is asked of the store after it. */
    @Override
    public void close() {
        ScheduledExecutorService running;
        synchronized (this) {
            closed = true;
            streams.forEach(LiveStream::close);
            running = beats;
        }
        if (running == null) {
            return;
        }
        running.shutdown();
        try {
            if (!running.awaitTermination(LAST_BEAT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("Browsers were still being told what changed after {} s", LAST_BEAT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
