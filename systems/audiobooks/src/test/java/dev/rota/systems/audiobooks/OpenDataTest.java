package dev.rota.systems.audiobooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rota.systems.audiobooks.AudioFixture.TaskRow;
import dev.rota.systems.audiobooks.catalogue.Series;
import dev.rota.systems.audiobooks.local.CatalogueData;
import dev.rota.systems.audiobooks.local.OpenData;
import dev.rota.systems.audiobooks.local.Quirks;
import dev.rota.systems.audiobooks.source.Source;
import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import dev.rota.systems.audiobooks.task.TaskName;
import dev.rota.systems.audiobooks.task.TaskProgress;
import dev.rota.systems.audiobooks.task.TaskRuns.Occasion;
import dev.rota.systems.common.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenDataTest {
    @TempDir
    Path directory;

    private void files() throws IOException {
        Files.writeString(directory.resolve("librivox_books.jsonl"), """
                {"id":20,"title":"The Long Water the Elder Son","language":"English","copyright_year":"1869","num_sections":2,"totaltimesecs":0,"authors":[{"id":7,"first_name":"Ann","last_name":"Reed","dob":"1815","dod":"1882"}],"genres":["History ","History"],"url_librivox":"http://librivox.org/a/","url_iarchive":"http://www.archive.org/details/long_water","catalog_date":"2007-11-29 11:50:38","ia_downloads":12}
                {"id":3,"title":"A Book of Nobody","language":"English","copyright_year":"","num_sections":1,"totaltimesecs":10,"authors":[],"genres":[],"url_librivox":null,"url_iarchive":"","catalog_date":null,"ia_downloads":null}
                """);
        Files.writeString(directory.resolve("librivox_sections.csv"), """
                book_id,section_number,title,playtime_secs
                20,1,First,1429
                20,2,,
                """);
        Files.writeString(directory.resolve("librivox_series.csv"), """
                series,position,title,author_last_name,first_published,librivox_ids,librivox_id_title_variant
                Waters,1,The Long Water,Reed,1869,,20
                Waters,2,The Short Water,Reed,1870,,
                """);
    }

    @Test
    void reads_books_without_author_length_or_address() throws Exception {
        files();

        CatalogueData data = OpenData.in(directory);

        assertThat(data.books()).extracting(book -> book.id()).containsExactly("3", "20");
        assertThat(data.books().get(0).authors()).isEmpty();
        assertThat(data.books().get(0).facts().urlArchive()).isNull();
        assertThat(data.books().get(1).genres()).containsExactly("History");
        assertThat(data.books().get(1).facts().totalSecs()).isZero();
        assertThat(data.books().get(1).sections()).hasSize(2);
    }

    @Test
    void a_line_that_is_no_book_is_named() throws Exception {
        files();
        Files.writeString(directory.resolve("librivox_books.jsonl"), "{\"id\":1,\"title\":\"A\"}\n{\"id\":2}\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenData.in(directory))
                .withMessageContaining("line 2: expected a numeric id and a title");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_longer_title_by_the_same_author_is_the_book_of_the_series(TestDatabase kind) throws Exception {
        files();
        CatalogueData data = OpenData.in(directory);
        try (AudioFixture audio = AudioFixture.serving(kind, data, Quirks.NONE)) {
            TaskRow crawl = audio.crawlAll();
            audio.series.follow("Waters");
            TaskRow series =
                    audio.run(TaskName.SERIES, run -> audio.seriesCompletion().complete(run));

            assertThat(crawl.succeeded()).isEqualTo(2);
            assertThat(audio.wanted("series")).containsExactly("20");
            assertThat(series.log()).contains("unavailable=1").contains("wanted=1");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void what_is_loaded_is_unchanged_when_it_is_crawled(TestDatabase kind) throws Exception {
        files();
        CatalogueData data = OpenData.in(directory);
        try (AudioFixture audio = AudioFixture.serving(kind, data, Quirks.NONE)) {
            assertThat(audio.collection.load(Source.LIBRIVOX, data.books(), audio.now))
                    .isEqualTo(2);

            assertThat(audio.crawlAll().log()).contains("{unchanged=2}");
        }
    }

    /** With the whole of the open data, if its directory is given: {@code ROTA_OPEN_DATA}. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    @EnabledIfEnvironmentVariable(named = "ROTA_OPEN_DATA", matches = ".+")
    void the_open_catalogue_is_crawled_in_spite_of_errors_as_frequent_as_real_ones(TestDatabase kind) throws Exception {
        CatalogueData data = OpenData.in(Path.of(System.getenv("ROTA_OPEN_DATA")));
        try (AudioFixture audio = AudioFixture.serving(kind, data, Quirks.REAL)) {
            crawlToTheEnd(audio);
            for (CatalogueData.SeriesBook book : data.series()) {
                long id = audio.series.put("file", book.series(), book.series(), true);
                audio.series.write(
                        new Series.Entry(id, book.title(), book.position(), book.author(), book.recordings()));
            }
            TaskRow series =
                    audio.run(TaskName.SERIES, run -> audio.seriesCompletion().complete(run));

            int processed = audio.rows().stream()
                    .filter(row -> row.task().equals("CATALOG"))
                    .mapToInt(TaskRow::processed)
                    .sum();
            assertThat(processed).isEqualTo(data.books().size());
            assertThat(audio.database.count("audio_book")
                            + audio.database.count("audio_failed_attempt where resolved_at is null"))
                    .isEqualTo(data.books().size());
            assertThat(series.processed()).isEqualTo(data.series().size());
        }
    }

    private static void crawlToTheEnd(AudioFixture audio) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                Occasion occasion = new Occasion(null, "schedule", 5L, attempt);
                audio.runs.run(
                        TaskName.CATALOG,
                        occasion,
                        TaskProgress.NONE,
                        run -> audio.crawl().crawl(run, true));
                return;
            } catch (SourceUnavailableException e) {
                audio.now = e.retryAt();
            }
        }
    }
}
