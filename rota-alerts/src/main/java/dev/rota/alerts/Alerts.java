package dev.rota.alerts;

import dev.rota.Rota;
import dev.rota.alerts.AlertItem.Event;
import dev.rota.console.SettingStore;
import dev.rota.console.SettingStore.Setting;
import dev.rota.job.ArgsException;
import dev.rota.job.UniqueKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what is the matter, and has channels told of it by jobs of alerts. Any number of processes may do so: each look
 * is done by one of them, and what it finds is told once. Thread-safe.
 *
 * @see AlertSender
 */
public final class Alerts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final String BOOK = "alerts.channel.";
    private static final String BY = "rota";
    private static final Duration UNIQUE = Duration.ofDays(7);
    private static final int MOST_TRIES = 10;
    private static final long PATIENCE_SECONDS = 5;

    private final Rota rota;
    private final AlertSettings settings;
    private final Conditions conditions;
    private final Switches switches;
    private final Deliveries deliveries;
    private @Nullable ScheduledThreadPoolExecutor looking;
    private boolean failing;

    /**
     * Looks for nothing yet.
     *
     * @param rota stays the caller's to close, after this
     */
    public Alerts(Rota rota, AlertSettings settings) {
        this.rota = rota;
        this.settings = settings;
        this.conditions = new Conditions(rota.store(), settings.rules());
        this.switches = new Switches(rota.store().console().settings(), rota.codec());
        this.deliveries = new Deliveries(rota);
    }

    /** Looks from now on, on a thread of its own; not if there are no channels. Does nothing if it looks already. */
    public synchronized void start() {
        if (looking != null || settings.channels().isEmpty()) {
            return;
        }
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "rota-alerts");
            thread.setDaemon(true);
            return thread;
        });
        long millis = settings.interval().toMillis();
        var unused = executor.scheduleWithFixedDelay(this::lookOrLog, millis, millis, TimeUnit.MILLISECONDS);
        looking = executor;
        LOG.info(
                "Alerts are told by {}",
                settings.channels().stream().map(Channel::name).toList());
    }

    /** A look that fails must not be the last one. */
    private void lookOrLog() {
        try {
            look();
            if (failing) {
                LOG.info("Alerts are looked for again");
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("Alerts could not be looked for; tried again every {}", settings.interval(), e);
            }
            failing = true;
        }
    }

    /**
     * Looks once, if no process has within the interval, and has channels told what is new. {@link #start} does so all the
     * time.
     *
     * @throws dev.rota.store.StoreException if the store does not answer; the next look makes up for it
     */
    public void look() {
        Instant now = rota.store().now();
        Switches.Off off = switches.off();
        List<Channel> due = settings.channels().stream()
                .filter(channel -> !off.channels().contains(channel.name()))
                .filter(channel -> isDue(book(channel).book(), now))
                .toList();
        if (due.isEmpty()) {
            return;
        }
        List<Condition> found = conditions.find();
        for (Channel channel : due) {
            reckon(channel, found, off, now);
        }
    }

    /** A tenth of the interval early is due too: timers of several processes do not tick alike. */
    private boolean isDue(Book book, Instant now) {
        Instant last = book.lookedAt();
        return last == null
                || !book.outbox().isEmpty()
                || !now.isBefore(last.plus(settings.interval().multipliedBy(9).dividedBy(10)));
    }

    private void reckon(Channel channel, List<Condition> found, Switches.Off off, Instant now) {
        Opened opened = book(channel);
        if (!isDue(opened.book(), now)) {
            return;
        }
        List<Condition> taken = found.stream()
                .filter(condition -> takes(channel, condition.kind(), off))
                .toList();
        boolean quiet = channel.quiet() != null && channel.quiet().endOf(now).isPresent();
        Book next = opened.book()
                .only(kind -> takes(channel, kind, off))
                .reckon(
                        channel.name(),
                        taken,
                        now,
                        new Book.Manner(settings.settle(), settings.repeat(), quiet),
                        () -> UUID.randomUUID().toString());
        Opened written = write(channel, next, opened.version());
        if (written != null) {
            send(channel, written);
        }
    }

    private static boolean takes(Channel channel, AlertKind kind, Switches.Off off) {
        return channel.takes(kind) && !off.kinds().contains(kind.text());
    }

    /** Whoever dies in here leaves the message in the book; whoever comes next makes the same job, and gets the same. */
    private void send(Channel channel, Opened opened) {
        Opened open = opened;
        for (AlertMessage message : opened.book().outbox()) {
            Book next = open.book().sent(message, enqueue(message));
            open = write(channel, next, open.version());
            if (open == null) {
                return;
            }
        }
    }

    private long enqueue(AlertMessage message) {
        return rota.job(AlertSender.TYPE, message)
                .unique(UniqueKey.of(message.id()).period(UNIQUE))
                .tag("channel:" + message.channel())
                .by("alerts")
                .enqueue();
    }

    /** A book as it was read or written. */
    private record Opened(Book book, long version) {}

    private Opened book(Channel channel) {
        Setting setting = store().find(BOOK + channel.name()).orElse(null);
        if (setting == null) {
            return new Opened(Book.EMPTY, SettingStore.ABSENT);
        }
        try {
            return new Opened(rota.codec().decode(setting.value(), Book.class), setting.version());
        } catch (ArgsException e) {
            LOG.warn("What channel {} was told cannot be read, so it is told anew: {}", channel.name(), e.getMessage());
            return new Opened(Book.EMPTY, setting.version());
        }
    }

    /** Null if another process was quicker: then that one tells it. */
    private @Nullable Opened write(Channel channel, Book book, long version) {
        return store().put(BOOK + channel.name(), rota.codec().encode(book), version, BY)
                .map(setting -> new Opened(book, setting.version()))
                .orElse(null);
    }

    private SettingStore store() {
        return rota.store().console().settings();
    }

    /** What is the matter now, whether it is told to anybody or not. */
    public List<Condition> conditions() {
        return conditions.find();
    }

    /** The channels, in the order of the configuration. */
    public List<ChannelState> channels() {
        Instant now = rota.store().now();
        Set<String> off = switches.off().channels();
        return settings.channels().stream()
                .map(channel -> new ChannelState(
                        channel.name(),
                        channel.target() instanceof Target.Mail ? "mail" : "webhook",
                        channel.target().shown(),
                        !off.contains(channel.name()),
                        channel.quiet(),
                        channel.quiet() == null
                                ? null
                                : channel.quiet().endOf(now).orElse(null),
                        channel.kinds()))
                .toList();
    }

    /** What can be told, and whether it is. */
    public List<KindState> kinds() {
        Set<String> off = switches.off().kinds();
        return Arrays.stream(AlertKind.values())
                .map(kind -> new KindState(kind, !off.contains(kind.text())))
                .toList();
    }

    /** From when on something is the matter. */
    public AlertRules rules() {
        return settings.rules();
    }

    /** The latest deliveries, the latest first: of each channel 20 at the most. */
    public List<Delivery> deliveries(int limit) {
        List<Long> jobs = settings.channels().stream()
                .flatMap(channel -> book(channel).book().jobs().stream())
                .sorted(Comparator.reverseOrder())
                .limit(limit)
                .toList();
        return deliveries.of(jobs);
    }

    /**
     * Turns a channel off or on, in all processes. What comes up while it is off, and lasts, is told when it is on again.
     *
     * @param by who does it
     * @return false if there is none of that name
     */
    public boolean turn(String channel, boolean on, String by) {
        if (settings.find(channel).isEmpty()) {
            return false;
        }
        switches.change(off -> off.channel(channel, on), by);
        return true;
    }

    /** Turns a kind off or on, in all channels and processes. */
    public void turn(AlertKind kind, boolean on, String by) {
        switches.change(off -> off.kind(kind, on), by);
    }

    /**
     * Sends a test, also to a channel that is off or quiet.
     *
     * @param by who does it
     * @return the job that delivers it; empty if there is no channel of that name
     */
    public OptionalLong test(String channel, String by) {
        Channel known = settings.find(channel).orElse(null);
        if (known == null) {
            return OptionalLong.empty();
        }
        Instant now = rota.store().now();
        AlertItem item =
                new AlertItem(Event.TEST, "test", channel, channel, "works: " + by + " tries it out", now, null);
        AlertMessage message = new AlertMessage(UUID.randomUUID().toString(), channel, now, List.of(item), 0);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Opened opened = book(known);
            Opened written = write(known, opened.book().with(message), opened.version());
            if (written != null) {
                send(known, written);
                // The same job as a moment ago.
                return OptionalLong.of(enqueue(message));
            }
        }
        throw new IllegalStateException("Others write to channel " + channel + " all the time: try again");
    }

    /** Ends looking. What is on its way is delivered by jobs. */
    @Override
    public synchronized void close() {
        ScheduledThreadPoolExecutor executor = looking;
        looking = null;
        if (executor == null) {
            return;
        }
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
