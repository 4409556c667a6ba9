package dev.rota.systems.audiobooks.task;

import dev.rota.systems.audiobooks.catalogue.Acquisitions;
import dev.rota.systems.audiobooks.catalogue.Acquisitions.Reason;
import dev.rota.systems.audiobooks.catalogue.Works;
import java.util.Optional;

/**
 * Wants the missing works of followed authors in the languages that are wanted: the most downloaded recording of each.
 * "Various" and "Anonymous" are nobody to complete. An item is a work. Thread-safe.
 */
public final class AuthorCompletion {
    private final Works works;
    private final Acquisitions acquisitions;
    private final SeriesCompletion.Wishes wishes;

    public AuthorCompletion(Works works, Acquisitions acquisitions, SeriesCompletion.Wishes wishes) {
        this.works = works;
        this.acquisitions = acquisitions;
        this.wishes = wishes;
    }

    /** Completes every followed author. */
    public void complete(TaskRun run) {
        for (long work : works.missingOfFollowedAuthors(wishes.languages())) {
            run.checkpoint();
            Optional<Long> book = works.best(work, wishes.languages());
            book.ifPresent(found -> run.succeeded("book " + found, null, () -> want(run, found)));
        }
    }

    private String want(TaskRun run, long book) {
        Optional<Long> acquisition = acquisitions.want(book, Reason.AUTHOR, run.id(), run.now());
        acquisition.ifPresent(wishes.downloads()::request);
        return acquisition.isPresent() ? "wanted" : "unchanged";
    }
}
