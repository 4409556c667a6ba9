package dev.rota.systems.audiobooks.task;

import dev.rota.systems.audiobooks.catalogue.Acquisitions;
import dev.rota.systems.audiobooks.catalogue.Acquisitions.Reason;
import dev.rota.systems.audiobooks.catalogue.Series;
import dev.rota.systems.audiobooks.catalogue.Series.Entry;
import dev.rota.systems.audiobooks.catalogue.Series.Followed;
import dev.rota.systems.audiobooks.catalogue.Works;
import dev.rota.systems.audiobooks.source.AnswerException;
import dev.rota.systems.audiobooks.source.OpenLibrarySource;
import dev.rota.systems.audiobooks.source.OpenLibrarySource.Work;
import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wants the missing books of followed series, in the series' order: one recording of each work, none of a work of which
 * one is wanted or had. What no source has is noted as unavailable, and looked for again the next time. An item is a
 * missing book of a series. Thread-safe.
 */
public final class SeriesCompletion {
    private final OpenLibrarySource provider;
    private final Series series;
    private final Works works;
    private final Acquisitions acquisitions;
    private final TransactionTemplate transactions;
    private final Wishes wishes;

    /**
     * What is wanted, and who is told.
     *
     * @param languages of recordings, as the source writes them; at least one
     */
    public record Wishes(List<String> languages, DownloadRequests downloads) {}

    public SeriesCompletion(
            OpenLibrarySource provider,
            Series series,
            Works works,
            Acquisitions acquisitions,
            TransactionTemplate transactions,
            Wishes wishes) {
        this.provider = provider;
        this.series = series;
        this.works = works;
        this.acquisitions = acquisitions;
        this.transactions = transactions;
        this.wishes = wishes;
    }

    /** Completes every followed series. */
    public void complete(TaskRun run) throws SourceUnavailableException, InterruptedException {
        for (Followed each : series.followed()) {
            run.checkpoint();
            refresh(run, each);
            for (Entry entry : series.entries(each.id())) {
                run.checkpoint();
                complete(run, entry);
            }
        }
    }

    /** What is known of the series stays when the provider makes no sense. */
    private void refresh(TaskRun run, Followed each) throws SourceUnavailableException, InterruptedException {
        if (!each.provider().equals(Series.OPEN_LIBRARY)) {
            return;
        }
        try {
            List<Work> books = provider.series(each.name());
            transactions.executeWithoutResult(status -> books.forEach(book -> series.write(each.id(), book)));
        } catch (AnswerException e) {
            run.failed("series " + each.id(), null, e.getMessage());
        }
    }

    private void complete(TaskRun run, Entry entry) {
        Optional<Long> work = works.match(entry);
        if (work.isPresent() && works.isTaken(work.get())) {
            return;
        }
        Optional<Long> book = work.flatMap(found -> works.best(found, wishes.languages()));
        if (book.isPresent()) {
            run.succeeded("book " + book.get(), null, () -> want(run, entry, work.orElseThrow(), book.get()));
        } else if (!acquisitions.isUnavailable(entry)) {
            String item = "series " + entry.seriesId() + " position " + entry.position();
            run.succeeded(item, null, () -> {
                acquisitions.unavailable(entry, run.id(), run.now());
                return "unavailable";
            });
        }
    }

    private String want(TaskRun run, Entry entry, long work, long book) {
        acquisitions.foundAfterAll(entry);
        series.matched(entry, work);
        Optional<Long> acquisition = acquisitions.want(book, Reason.SERIES, run.id(), run.now());
        acquisition.ifPresent(wishes.downloads()::request);
        return acquisition.isPresent() ? "wanted" : "unchanged";
    }
}
