package dev.rota.alerts;

import dev.rota.alerts.AlertItem.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a channel has been told, and what is yet to be sent. Immutable; to reckon is pure.
 *
 * @param lookedAt when the last look was; null if there was none
 * @param entries what is the matter, or was and is yet to be told
 * @param outbox messages that are not jobs yet; usually empty
 * @param jobs the latest ones that messages became, the latest first: to look for them among all jobs would take long
 */
record Book(@Nullable Instant lookedAt, List<Entry> entries, List<AlertMessage> outbox, List<Long> jobs) {
    /** Nothing was told. */
    static final Book EMPTY = new Book(null, List.of(), List.of(), List.of());

    /** What a book remembers at the most, so that it fits into a setting; the rest is only counted. */
    static final int MOST_ENTRIES = 120;

    static final int MOST_ITEMS = 40;
    static final int MOST_JOBS = 20;

    Book {
        entries = List.copyOf(entries);
        outbox = List.copyOf(outbox);
        jobs = List.copyOf(jobs);
    }

    /**
     * A condition as the book remembers it.
     *
     * @param seenAt when it was last found
     * @param toldAt when it was last told; null if it was not yet
     * @param overAt when it had been gone for long enough; null while it lasts
     */
    record Entry(
            String key,
            AlertKind kind,
            String subject,
            String name,
            String text,
            Instant since,
            Instant seenAt,
            @Nullable Instant toldAt,
            @Nullable Instant overAt) {

        static Entry of(Condition found, Instant now) {
            return new Entry(
                    found.key(),
                    found.kind(),
                    found.subject(),
                    found.name(),
                    found.text(),
                    found.since(),
                    now,
                    null,
                    null);
        }

        /** It is still so, or again before it was told that it was over. */
        Entry seen(Condition found, Instant now) {
            return new Entry(key, kind, subject, found.name(), found.text(), since, now, toldAt, null);
        }

        Entry told(Instant now) {
            return new Entry(key, kind, subject, name, text, since, seenAt, now, overAt);
        }

        Entry over() {
            return new Entry(key, kind, subject, name, text, since, seenAt, toldAt, seenAt);
        }

        AlertItem item(Event event) {
            return new AlertItem(event, kind.text(), subject, name, text, since, overAt);
        }
    }

    /**
     * How it is reckoned.
     *
     * @param settle how long a condition must be gone to be over
     * @param repeat after which time what lasts is told again; null for never
     * @param quiet whether nothing may be told now
     */
    record Manner(Duration settle, @Nullable Duration repeat, boolean quiet) {}

    /** Without what the channel is not told any more: nobody asks whether that is over. */
    Book only(Predicate<AlertKind> taken) {
        List<Entry> kept =
                entries.stream().filter(entry -> taken.test(entry.kind())).toList();
        return new Book(lookedAt, kept, outbox, jobs);
    }

    /** With one more message to be sent. */
    Book with(AlertMessage message) {
        List<AlertMessage> messages = new ArrayList<>(outbox);
        messages.add(message);
        return new Book(lookedAt, entries, messages, jobs);
    }

    /**
     * The book after a look.
     *
     * @param found what is the matter now, of what the channel takes
     * @param id names the message, if there is one
     */
    Book reckon(String channel, List<Condition> found, Instant now, Manner manner, Supplier<String> id) {
        List<Entry> next = manner.quiet() ? List.copyOf(seen(found, now, manner)) : new ArrayList<>();
        List<AlertItem> items = new ArrayList<>();
        if (!manner.quiet()) {
            for (Entry entry : seen(found, now, manner)) {
                Event event = event(entry, now, manner.repeat());
                if (event != null) {
                    items.add(entry.item(event));
                }
                if (entry.overAt() == null) {
                    next.add(event == null ? entry : entry.told(now));
                }
            }
        }
        if (items.isEmpty()) {
            return new Book(now, next, outbox, jobs);
        }
        items.sort(Comparator.comparing(AlertItem::event));
        List<AlertItem> shown = items.size() > MOST_ITEMS ? items.subList(0, MOST_ITEMS) : items;
        long remembered =
                next.stream().filter(entry -> entry.seenAt().equals(now)).count();
        int more = items.size() - shown.size() + (int) (found.size() - remembered);
        AlertMessage message = new AlertMessage(id.get(), channel, now, shown, more);
        return new Book(now, next, outbox, jobs).with(message);
    }

    /** The entries with what was found now; what has been gone for long enough is over, or forgotten. */
    private List<Entry> seen(List<Condition> found, Instant now, Manner manner) {
        Map<String, Condition> open = new LinkedHashMap<>();
        found.forEach(condition -> open.put(condition.key(), condition));
        List<Entry> all = new ArrayList<>();
        for (Entry entry : entries) {
            Condition still = open.remove(entry.key());
            if (still != null) {
                all.add(entry.seen(still, now));
            } else if (entry.overAt() != null
                    || entry.seenAt().plus(manner.settle()).isAfter(now)) {
                all.add(entry);
            } else if (entry.kind().ends() || entry.toldAt() == null) {
                all.add(entry.over());
            }
        }
        open.values().stream()
                .limit(Math.max(0, MOST_ENTRIES - all.size()))
                .forEach(condition -> all.add(Entry.of(condition, now)));
        return all;
    }

    /** What is to be told of an entry; null for nothing. */
    private static @Nullable Event event(Entry entry, Instant now, @Nullable Duration repeat) {
        Instant told = entry.toldAt();
        if (entry.overAt() != null) {
            return told == null ? Event.PASSED : Event.RESOLVED;
        }
        if (told == null) {
            return Event.RAISED;
        }
        boolean again =
                repeat != null && entry.kind().ends() && entry.seenAt().equals(now) && !now.isBefore(told.plus(repeat));
        return again ? Event.REPEATED : null;
    }

    /** The book after a message has become a job. */
    Book sent(AlertMessage message, long job) {
        List<AlertMessage> rest =
                outbox.stream().filter(each -> !each.id().equals(message.id())).toList();
        List<Long> latest = new ArrayList<>(List.of(job));
        jobs.stream().filter(each -> each != job).limit(MOST_JOBS - 1).forEach(latest::add);
        return new Book(lookedAt, entries, rest, latest);
    }
}
