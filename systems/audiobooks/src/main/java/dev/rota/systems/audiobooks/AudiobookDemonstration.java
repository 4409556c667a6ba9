package dev.rota.systems.audiobooks;

import dev.rota.systems.audiobooks.catalogue.Collection;
import dev.rota.systems.audiobooks.catalogue.Series;
import dev.rota.systems.audiobooks.jobs.AudiobookSchedules;
import dev.rota.systems.audiobooks.local.CatalogueData;
import dev.rota.systems.audiobooks.local.HandMade;
import dev.rota.systems.audiobooks.local.OpenData;
import dev.rota.systems.audiobooks.source.Audiobook;
import dev.rota.systems.audiobooks.source.Source;
import dev.rota.systems.audiobooks.task.TaskName;
import dev.rota.systems.common.Demonstration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The audiobooks as they are shown: a collection that begins with what it owns, and a month of its tasks. */
final class AudiobookDemonstration implements Demonstration {
    private static final String NAME = "audiobooks";
    private static final String BOOKS = "librivox_books.jsonl";
    private static final int LISTED_GENRES = 10;
    private static final int FOLLOWED_AUTHORS = 3;

    private final JdbcClient jdbc;
    private final Collection collection;
    private final CatalogueHost host;
    private final AudiobookSettings settings;

    AudiobookDemonstration(JdbcClient jdbc, Collection collection, CatalogueHost host, AudiobookSettings settings) {
        this.jdbc = jdbc;
        this.collection = collection;
        this.host = host;
        this.settings = settings;
    }

    @Override
    public String system() {
        return NAME;
    }

    @Override
    public String load(@Nullable Path data, LocalDate today) {
        CatalogueData catalogue = data == null ? HandMade.catalogue() : OpenData.in(directory(data));
        host.serve(catalogue); // Again after each start: what is served stands in no table.
        long there =
                jdbc.sql("select count(*) from audio_series").query(Long.class).single();
        if (there > 0) {
            return "nothing: the collection follows " + there + " series already";
        }
        Instant now = today.atStartOfDay(settings.zone()).toInstant();
        return data == null ? own(catalogue, HandMade.have(), now) : open(catalogue, now);
    }

    private static Path directory(Path data) {
        Path own = data.resolve(NAME);
        Path directory = Files.isDirectory(own) ? own : data;
        if (!Files.exists(directory.resolve(BOOKS))) {
            throw new IllegalArgumentException("Audiobook data: expected " + BOOKS + " in " + directory
                    + ", found none; name a directory that has it");
        }
        return directory;
    }

    /** Books that are owned are known from the beginning; the crawl finds the others. */
    private String own(CatalogueData catalogue, HandMade.Have have, Instant now) {
        List<Audiobook> owned = catalogue.books().stream()
                .filter(book -> have.owned().contains(book.id()))
                .toList();
        collection.load(Source.LIBRIVOX, owned, now);
        have.owned().forEach(id -> collection.own(Source.LIBRIVOX, id, now));
        have.series().forEach(collection::followSeries);
        have.authors().forEach(collection::followAuthor);
        have.genres().forEach(genre -> collection.list(genre, true));
        return owned.size() + " audiobooks that are owned, of a catalogue of "
                + catalogue.books().size();
    }

    /** The whole catalogue, every series of it, and the genres and authors that it has most of. */
    private String open(CatalogueData catalogue, Instant now) {
        collection.load(Source.LIBRIVOX, catalogue.books(), now);
        Series series = new Series(jdbc);
        for (CatalogueData.SeriesBook book : catalogue.series()) {
            long id = series.put("file", book.series(), book.series(), true);
            series.write(new Series.Entry(id, book.title(), book.position(), book.author(), book.recordings()));
        }
        most(catalogue.books().stream().flatMap(book -> book.genres().stream()), LISTED_GENRES)
                .forEach(genre -> collection.list(genre, true));
        most(catalogue.books().stream().flatMap(book -> book.authors().stream()).map(this::name), FOLLOWED_AUTHORS)
                .forEach(collection::followAuthor);
        return catalogue.books().size() + " audiobooks, " + catalogue.series().size() + " books of series";
    }

    private String name(Audiobook.Person person) {
        return person.firstName() == null ? person.lastName() : person.firstName() + " " + person.lastName();
    }

    private static List<String> most(Stream<String> names, int number) {
        Map<String, Long> counts = names.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(number)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public List<Duty> duties(LocalDate date) {
        LocalDate sunday = date.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
        LocalDate first = date.with(TemporalAdjusters.firstDayOfNextMonth());
        return Stream.of(
                        duty(TaskName.CLEANUP, date, LocalTime.of(1, 0)),
                        duty(TaskName.CATALOG, date, LocalTime.of(2, 0)),
                        duty(TaskName.TOP10, sunday, LocalTime.of(3, 0)),
                        duty(TaskName.METADATA_NEW, sunday, LocalTime.of(4, 30)),
                        duty(TaskName.METADATA_FULL, first, LocalTime.of(4, 0)),
                        duty(TaskName.SERIES, first.plusDays(1), LocalTime.of(3, 0)),
                        duty(TaskName.AUTHOR, first.plusDays(2), LocalTime.of(3, 0)))
                .sorted(Comparator.comparing(Duty::at))
                .toList();
    }

    private Duty duty(TaskName task, LocalDate date, LocalTime time) {
        Instant at = date.atTime(time).atZone(settings.zone()).toInstant();
        return new Duty(task.purpose(), AudiobookSchedules.name(task), at);
    }
}
