package dev.rota.systems.audiobooks;

import dev.rota.systems.audiobooks.catalogue.Acquisitions;
import dev.rota.systems.audiobooks.catalogue.Books;
import dev.rota.systems.audiobooks.catalogue.Series;
import dev.rota.systems.audiobooks.catalogue.Works;
import dev.rota.systems.audiobooks.source.ArchiveSource;
import dev.rota.systems.audiobooks.source.GoogleBooksSource;
import dev.rota.systems.audiobooks.source.LibriVoxSource;
import dev.rota.systems.audiobooks.source.OpenLibrarySource;
import dev.rota.systems.audiobooks.source.PoliteClient;
import dev.rota.systems.audiobooks.source.SourceHealth;
import dev.rota.systems.audiobooks.source.Sources;
import dev.rota.systems.audiobooks.task.AuthorCompletion;
import dev.rota.systems.audiobooks.task.CatalogCrawl;
import dev.rota.systems.audiobooks.task.DownloadRequests;
import dev.rota.systems.audiobooks.task.Downloads;
import dev.rota.systems.audiobooks.task.FailedAttempts;
import dev.rota.systems.audiobooks.task.MetadataRefresh;
import dev.rota.systems.audiobooks.task.SeriesCompletion;
import dev.rota.systems.audiobooks.task.TaskCleanup;
import dev.rota.systems.audiobooks.task.TaskRuns;
import dev.rota.systems.audiobooks.task.TopTen;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The tasks as beans. */
@Configuration(proxyBeanMethods = false)
class AudiobookTasks {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AudiobookSettings settings;

    AudiobookTasks(JdbcClient jdbc, TransactionTemplate transactions, AudiobookSettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
    }

    @Bean
    TaskRuns audiobookTaskRuns(InstantSource clock) {
        return new TaskRuns(jdbc, transactions, clock, TaskRuns.Limits.DEFAULTS);
    }

    @Bean
    CatalogCrawl audiobookCatalogCrawl(Sources sources, PoliteClient client, SourceHealth health) {
        return new CatalogCrawl(
                new LibriVoxSource(sources, client),
                sources,
                health,
                new Books(jdbc),
                new FailedAttempts(jdbc),
                CatalogCrawl.Rules.DEFAULTS);
    }

    @Bean
    TopTen audiobookTopTen(Sources sources, PoliteClient client, SourceHealth health) {
        TopTen.Rules rules = new TopTen.Rules(settings.zone(), settings.oncePerWork());
        return new TopTen(jdbc, transactions, new ArchiveSource(sources, client), health, rules);
    }

    @Bean
    MetadataRefresh audiobookMetadataRefresh(Sources sources, PoliteClient client) {
        return new MetadataRefresh(
                new OpenLibrarySource(sources, client), new GoogleBooksSource(sources, client), new Works(jdbc));
    }

    @Bean
    SeriesCompletion.Wishes audiobookWishes(DownloadRequests downloads) {
        return new SeriesCompletion.Wishes(settings.languages(), downloads);
    }

    @Bean
    SeriesCompletion audiobookSeriesCompletion(Sources sources, PoliteClient client, SeriesCompletion.Wishes wishes) {
        return new SeriesCompletion(
                new OpenLibrarySource(sources, client),
                new Series(jdbc),
                new Works(jdbc),
                new Acquisitions(jdbc),
                transactions,
                wishes);
    }

    @Bean
    AuthorCompletion audiobookAuthorCompletion(SeriesCompletion.Wishes wishes) {
        return new AuthorCompletion(new Works(jdbc), new Acquisitions(jdbc), wishes);
    }

    @Bean
    TaskCleanup audiobookTaskCleanup() {
        return new TaskCleanup(jdbc, settings.retentionDays());
    }

    @Bean
    Downloads audiobookDownloads(Sources sources, PoliteClient client) {
        return new Downloads(new Acquisitions(jdbc), new ArchiveSource(sources, client), settings.downloads());
    }
}
