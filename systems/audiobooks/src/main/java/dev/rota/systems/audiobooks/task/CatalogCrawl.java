package dev.rota.systems.audiobooks.task;

import dev.rota.systems.audiobooks.catalogue.Books;
import dev.rota.systems.audiobooks.catalogue.Books.Known;
import dev.rota.systems.audiobooks.source.AnswerException;
import dev.rota.systems.audiobooks.source.LibriVoxSource;
import dev.rota.systems.audiobooks.source.LibriVoxSource.Answer;
import dev.rota.systems.audiobooks.source.LibriVoxSource.Found;
import dev.rota.systems.audiobooks.source.LibriVoxSource.Missing;
import dev.rota.systems.audiobooks.source.LibriVoxSource.Unchanged;
import dev.rota.systems.audiobooks.source.Source;
import dev.rota.systems.audiobooks.source.SourceHealth;
import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import dev.rota.systems.audiobooks.source.Sources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Crawls the catalogue: lists what was catalogued since the day before the last crawl that ended well began, asks for
 * each book by its id, and then for those that failed in earlier crawls. An item is a book. Thread-safe.
 */
public final class CatalogCrawl {
    /** Covers the source's clock and zone. */
    private static final Duration OVERLAP = Duration.ofDays(1);

    private final LibriVoxSource source;
    private final Sources sources;
    private final SourceHealth health;
    private final Books books;
    private final FailedAttempts failedAttempts;
    private final Rules rules;

    /**
     * How it crawls.
     *
     * @param pageSize so many ids are asked for at once
     * @param giveUpAfter so many books that fail one after the other mean that the source is down
     */
    public record Rules(int pageSize, int giveUpAfter) {
        /** Pages of 50, and 20 failures. */
        public static final Rules DEFAULTS = new Rules(50, 20);
    }

    public CatalogCrawl(
            LibriVoxSource source,
            Sources sources,
            SourceHealth health,
            Books books,
            FailedAttempts failedAttempts,
            Rules rules) {
        this.source = source;
        this.sources = sources;
        this.health = health;
        this.books = books;
        this.failedAttempts = failedAttempts;
        this.rules = rules;
    }

    /**
     * Crawls, or goes on crawling.
     *
     * @param full true: the whole catalogue, as the first crawl
     */
    public void crawl(TaskRun run, boolean full) throws SourceUnavailableException, InterruptedException {
        Position position =
                run.position().map(Position::parse).orElseGet(() -> new Position(since(full), 0, false, ""));
        Streak streak = new Streak();
        while (!position.listed()) {
            List<String> ids = page(position);
            for (String id : ids) {
                position = position.next();
                book(run, id, position, streak);
            }
            if (ids.isEmpty()) {
                position = position.end();
                run.moveTo(position.text());
            }
        }
        while (true) {
            Optional<String> item =
                    failedAttempts.unresolved(TaskName.CATALOG, run.firstStartedAt(), position.retried());
            if (item.isEmpty()) {
                break;
            }
            position = position.retry(item.get());
            book(run, item.get(), position, streak);
        }
        sources.crawled(Source.LIBRIVOX, run.firstStartedAt());
    }

    private @Nullable Instant since(boolean full) {
        return full
                ? null
                : sources.lastSince(Source.LIBRIVOX)
                        .map(last -> last.minus(OVERLAP))
                        .orElse(null);
    }

    /** That there is nothing is believed at the second time: the source says so now and then where there is something. */
    private List<String> page(Position position) throws SourceUnavailableException, InterruptedException {
        try {
            List<String> ids = source.page(position.since(), position.offset(), rules.pageSize());
            return ids.isEmpty() ? source.page(position.since(), position.offset(), rules.pageSize()) : ids;
        } catch (AnswerException e) {
            // Without its list there is nothing to go on with.
            throw health.givenUp(Source.LIBRIVOX, "list from " + position.offset() + ": " + e.getMessage());
        }
    }

    private void book(TaskRun run, String id, Position position, Streak streak)
            throws SourceUnavailableException, InterruptedException {
        run.checkpoint();
        Optional<Known> known = books.find(Source.LIBRIVOX, id);
        String modified =
                known.filter(book -> !book.gone()).map(Known::lastModified).orElse(null);
        String reason = null;
        try {
            Answer answer = source.book(id, modified);
            if (answer instanceof Missing) {
                answer = source.book(id, modified);
            }
            if (known.isEmpty() && !(answer instanceof Found)) {
                reason = "listed, but not found";
            } else {
                Answer last = answer;
                run.succeeded(id, position.text(), () -> write(last, known, run.now()));
            }
        } catch (AnswerException e) {
            reason = e.getMessage();
        }
        if (reason != null) {
            run.failed(id, position.text(), reason);
        }
        streak.after(reason != null, rules.giveUpAfter(), health);
    }

    private String write(Answer answer, Optional<Known> known, Instant now) {
        if (answer instanceof Found found) {
            return books.write(Source.LIBRIVOX, found.book(), found.lastModified(), now)
                    .name()
                    .toLowerCase(Locale.ROOT);
        }
        if (answer instanceof Unchanged) {
            return "unchanged";
        }
        books.gone(known.orElseThrow().id(), now);
        return "gone";
    }

    /** Failures one after the other. */
    private static final class Streak {
        private int failures;

        void after(boolean failed, int most, SourceHealth health) throws SourceUnavailableException {
            failures = failed ? failures + 1 : 0;
            if (failures >= most) {
                throw health.givenUp(Source.LIBRIVOX, failures + " books in a row could not be read");
            }
        }
    }

    /**
     * Where the crawl stands.
     *
     * @param since the list begins there; null for all
     * @param offset so many of the list are done
     * @param listed whether the list is done
     * @param retried the last of the earlier failures that was tried again; empty if none was
     */
    private record Position(@Nullable Instant since, int offset, boolean listed, String retried) {
        Position next() {
            return new Position(since, offset + 1, false, "");
        }

        Position end() {
            return new Position(since, offset, true, "");
        }

        Position retry(String item) {
            return new Position(since, offset, true, item);
        }

        String text() {
            return (listed ? "retry" : "list") + " " + offset + " " + (since == null ? "-" : TaskRun.millis(since))
                    + " " + retried;
        }

        static Position parse(String text) {
            String[] parts = text.split(" ", 4);
            Instant since = parts[2].equals("-") ? null : Instant.ofEpochMilli(Long.parseLong(parts[2]));
            return new Position(since, Integer.parseInt(parts[1]), parts[0].equals("retry"), parts[3]);
        }
    }
}
