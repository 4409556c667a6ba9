package dev.rota.systems.audiobooks.task;

import dev.rota.systems.audiobooks.catalogue.Titles;
import dev.rota.systems.audiobooks.catalogue.Works;
import dev.rota.systems.audiobooks.catalogue.Works.Asked;
import dev.rota.systems.audiobooks.source.AnswerException;
import dev.rota.systems.audiobooks.source.GoogleBooksSource;
import dev.rota.systems.audiobooks.source.OpenLibrarySource;
import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import dev.rota.systems.common.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks Open Library, and Google Books where it knows nothing, when works first appeared. The book whose metadata are
 * oldest comes first. An item is a book; one that no provider knows is {@code not_found}, which is an answer and no
 * failure. Thread-safe.
 */
public final class MetadataRefresh {
    private static final Duration RECENT = Duration.ofDays(8);
    private static final Duration FRESH = Duration.ofHours(12);

    private final OpenLibrarySource openLibrary;
    private final GoogleBooksSource googleBooks;
    private final Works works;

    public MetadataRefresh(OpenLibrarySource openLibrary, GoogleBooksSource googleBooks, Works works) {
        this.openLibrary = openLibrary;
        this.googleBooks = googleBooks;
        this.works = works;
    }

    /** Every book that is not gone. */
    public void full(TaskRun run) throws SourceUnavailableException, InterruptedException {
        refresh(run, "coalesce(b.metadata_refreshed_at, 0) < :bound", run.firstStartedAt());
    }

    /** Books without metadata and those of the last eight days, but none refreshed within twelve hours. */
    public void recent(TaskRun run) throws SourceUnavailableException, InterruptedException {
        long recent = Columns.of(run.firstStartedAt().minus(RECENT));
        String which = "coalesce(b.metadata_refreshed_at, 0) < :bound and (b.metadata_refreshed_at is null"
                + " or b.created_at >= " + recent + ")";
        refresh(run, which, run.firstStartedAt().minus(FRESH));
    }

    private void refresh(TaskRun run, String which, Instant bound)
            throws SourceUnavailableException, InterruptedException {
        Place place = run.position().map(Place::parse).orElse(new Place(-1, 0));
        while (true) {
            Optional<Asked> next = works.nextToRefresh(which, Columns.of(bound), place.refreshed(), place.book());
            if (next.isEmpty()) {
                return;
            }
            run.checkpoint();
            place = new Place(next.get().refreshedAt(), next.get().bookId());
            one(run, next.get(), place);
        }
    }

    private void one(TaskRun run, Asked book, Place place) throws SourceUnavailableException, InterruptedException {
        String item = "book " + book.bookId();
        try {
            Metadata found = ask(book);
            run.succeeded(item, place.text(), () -> {
                works.describe(book, found.year(), found.key(), found.status(), Columns.of(run.now()));
                return found.status();
            });
        } catch (AnswerException e) {
            run.failed(item, place.text(), e.getMessage());
        }
    }

    private Metadata ask(Asked book) throws AnswerException, SourceUnavailableException, InterruptedException {
        String title = Titles.normalised(book.title());
        Optional<OpenLibrarySource.Work> work = openLibrary.find(title, book.author());
        if (work.isPresent()) {
            Integer year = work.get().firstYear();
            return new Metadata(
                    year == null ? "partial" : "ok", year, work.get().key());
        }
        Optional<GoogleBooksSource.Volume> volume = googleBooks.find(title, book.author());
        // The year of an edition says little about the work: it is known, but not when it first appeared.
        return volume.isPresent() ? new Metadata("partial", null, null) : new Metadata("not_found", null, null);
    }

    private record Metadata(
            String status, @Nullable Integer year, @Nullable String key) {}

    /** Behind which book to go on, in the order of the work: when it was refreshed (milliseconds), and its id. */
    private record Place(long refreshed, long book) {
        String text() {
            return refreshed + " " + book;
        }

        static Place parse(String text) {
            String[] parts = text.split(" ", 2);
            return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }
    }
}
