package dev.rota.systems.audiobooks;

import dev.rota.systems.audiobooks.catalogue.Acquisitions;
import dev.rota.systems.audiobooks.catalogue.Books;
import dev.rota.systems.audiobooks.catalogue.Collection;
import dev.rota.systems.audiobooks.catalogue.Series;
import dev.rota.systems.audiobooks.catalogue.Works;
import dev.rota.systems.audiobooks.local.CatalogueData;
import dev.rota.systems.audiobooks.local.HandMade;
import dev.rota.systems.audiobooks.local.LocalCatalogue;
import dev.rota.systems.audiobooks.local.Quirks;
import dev.rota.systems.audiobooks.source.ArchiveSource;
import dev.rota.systems.audiobooks.source.GoogleBooksSource;
import dev.rota.systems.audiobooks.source.LibriVoxSource;
import dev.rota.systems.audiobooks.source.OpenLibrarySource;
import dev.rota.systems.audiobooks.source.PoliteClient;
import dev.rota.systems.audiobooks.source.Source;
import dev.rota.systems.audiobooks.source.SourceHealth;
import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import dev.rota.systems.audiobooks.source.Sources;
import dev.rota.systems.audiobooks.task.AuthorCompletion;
import dev.rota.systems.audiobooks.task.CatalogCrawl;
import dev.rota.systems.audiobooks.task.DownloadRequests;
import dev.rota.systems.audiobooks.task.FailedAttempts;
import dev.rota.systems.audiobooks.task.MetadataRefresh;
import dev.rota.systems.audiobooks.task.SeriesCompletion;
import dev.rota.systems.audiobooks.task.TaskCleanup;
import dev.rota.systems.audiobooks.task.TaskFailedException;
import dev.rota.systems.audiobooks.task.TaskName;
import dev.rota.systems.audiobooks.task.TaskProgress;
import dev.rota.systems.audiobooks.task.TaskRuns;
import dev.rota.systems.audiobooks.task.TaskRuns.Limits;
import dev.rota.systems.audiobooks.task.TaskRuns.Occasion;
import dev.rota.systems.audiobooks.task.TaskRuns.Work;
import dev.rota.systems.audiobooks.task.TopTen;
import dev.rota.systems.common.SystemSchema;
import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A collection in a database of its own, its tasks, and a local server that they ask. */
public final class AudioFixture implements AutoCloseable {
    /** 2026-03-20 02:00 UTC. */
    public static final Instant TWO = Instant.parse("2026-03-20T02:00:00Z");

    public final FreshDatabase database;
    public final JdbcClient jdbc;
    public final TransactionTemplate transactions;
    public final LocalCatalogue server;
    public final Sources sources;
    public final SourceHealth health;
    public final PoliteClient client;
    public final TaskRuns runs;
    public final Books books;
    public final Works works;
    public final Series series;
    public final Acquisitions acquisitions;
    public final Collection collection;
    public final FailedAttempts failedAttempts;
    public final ArchiveSource archive;
    public final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    public final List<Long> requestedDownloads = Collections.synchronizedList(new ArrayList<>());

    /** What every clock says. */
    public volatile Instant now = TWO;

    private AudioFixture(TestDatabase kind, CatalogueData data, Quirks quirks) {
        this.database = kind.open(SystemSchema.COMMON, SystemSchema.of("audio"));
        this.jdbc = database.jdbc();
        this.transactions = database.transactions();
        this.server = LocalCatalogue.start(data, quirks, 0);
        this.sources = new Sources(jdbc);
        this.health = new SourceHealth(jdbc, transactions, () -> now);
        this.client = new PoliteClient(health, pauses::add, () -> now);
        this.runs = new TaskRuns(jdbc, transactions, () -> now, Limits.DEFAULTS);
        this.books = new Books(jdbc);
        this.works = new Works(jdbc);
        this.series = new Series(jdbc);
        this.acquisitions = new Acquisitions(jdbc);
        this.collection = new Collection(jdbc, transactions);
        this.failedAttempts = new FailedAttempts(jdbc);
        this.archive = new ArchiveSource(sources, client);
        interval(Duration.ZERO);
    }

    /** Empty tables, and a server with the hand-made catalogue in pages of five. */
    public static AudioFixture handMade(TestDatabase kind) {
        return new AudioFixture(kind, HandMade.catalogue(), Quirks.NONE.pageSize(5));
    }

    /** Empty tables, and a server of this kind. */
    public static AudioFixture serving(TestDatabase kind, CatalogueData data, Quirks quirks) {
        return new AudioFixture(kind, data, quirks);
    }

    /** The answers computed for the hand-made catalogue. */
    public static JsonNode expected() {
        return JsonMapper.builder()
                .build()
                .readTree(AudioFixture.class.getResourceAsStream("/audiobooks/expected.json"));
    }

    /** A JSON array of numbers, as text. */
    public static List<String> ids(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    /** All sources at the local server, with this interval between two requests. */
    public void interval(Duration interval) {
        for (String name : List.of(Source.LIBRIVOX, Source.OPEN_LIBRARY, Source.GOOGLE_BOOKS, Source.ARCHIVE)) {
            sources.put(new Source(name, server.baseUrl(), interval, "Rota tests (mailto:tests@example.test)", true));
        }
    }

    /** What the collection owns, follows and lists; the books must have been crawled. */
    public void have() {
        HandMade.Have have = HandMade.have();
        have.owned().forEach(id -> collection.own(Source.LIBRIVOX, id, now));
        have.series().forEach(collection::followSeries);
        have.authors().forEach(collection::followAuthor);
        have.genres().forEach(genre -> collection.list(genre, true));
    }

    public CatalogCrawl crawl() {
        return new CatalogCrawl(
                new LibriVoxSource(sources, client),
                sources,
                health,
                books,
                failedAttempts,
                CatalogCrawl.Rules.DEFAULTS);
    }

    public TopTen topTen(boolean oncePerWork) {
        return new TopTen(
                jdbc, transactions, archive, health, new TopTen.Rules(ZoneId.of("America/New_York"), oncePerWork));
    }

    public MetadataRefresh metadata() {
        return new MetadataRefresh(
                new OpenLibrarySource(sources, client), new GoogleBooksSource(sources, client), works);
    }

    public SeriesCompletion seriesCompletion() {
        return new SeriesCompletion(
                new OpenLibrarySource(sources, client), series, works, acquisitions, transactions, wishes());
    }

    public AuthorCompletion authorCompletion() {
        return new AuthorCompletion(works, acquisitions, wishes());
    }

    public TaskCleanup cleanup() {
        return new TaskCleanup(jdbc, 30);
    }

    private SeriesCompletion.Wishes wishes() {
        DownloadRequests downloads = requestedDownloads::add;
        return new SeriesCompletion.Wishes(HandMade.have().languages(), downloads);
    }

    /** Runs a task once, outside of jobs. */
    public TaskRow run(TaskName task, Work work)
            throws SourceUnavailableException, TaskFailedException, InterruptedException {
        long id = runs.run(task, Occasion.MANUAL, TaskProgress.NONE, work).orElseThrow();
        return row(id);
    }

    /** Crawls the whole catalogue once. */
    public TaskRow crawlAll() throws SourceUnavailableException, TaskFailedException, InterruptedException {
        return run(TaskName.CATALOG, run -> crawl().crawl(run, true));
    }

    /** A row of a task. */
    public record TaskRow(long id, String task, String status, int processed, int succeeded, int failed, String log) {}

    public TaskRow row(long id) {
        return rows().stream().filter(row -> row.id() == id).findFirst().orElseThrow();
    }

    /** All rows of tasks, the first one first. */
    public List<TaskRow> rows() {
        return jdbc.sql("""
                        select id, task_name, status, items_processed, items_succeeded, items_failed, log_output
                          from audio_task order by id
                        """)
                .query((row, n) -> new TaskRow(
                        row.getLong("id"),
                        row.getString("task_name"),
                        row.getString("status"),
                        row.getInt("items_processed"),
                        row.getInt("items_succeeded"),
                        row.getInt("items_failed"),
                        String.valueOf(row.getString("log_output"))))
                .list();
    }

    /** Texts that a statement selects, in its order. */
    public List<String> texts(String sql) {
        return jdbc.sql(sql).query(String.class).list();
    }

    /** Ids at the source of the books that are wanted for a reason, in the order in which they were. */
    public List<String> wanted(String reason) {
        return jdbc.sql("""
                        select b.source_id from audio_acquisition q join audio_book b on b.id = q.book_id
                         where q.reason = :reason and q.status = 'wanted' order by q.id
                        """).param("reason", reason).query(String.class).list();
    }

    /** A task's rows as counts by status. */
    public Map<String, Long> statuses() {
        return rows().stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        TaskRow::status, java.util.stream.Collectors.counting()));
    }

    /** Runs the same thing in two threads that start together. */
    public static <T> List<T> twice(Callable<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<T> together = () -> {
                start.await();
                return work.call();
            };
            Future<T> one = threads.submit(together);
            Future<T> other = threads.submit(together);
            return List.of(one.get(), other.get());
        } finally {
            threads.shutdownNow();
        }
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
