package dev.rota.systems.audiobooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.systems.audiobooks.catalogue.Acquisitions.Reason;
import dev.rota.systems.audiobooks.local.LocalCatalogue.Asked;
import dev.rota.systems.audiobooks.source.AnswerException;
import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import dev.rota.systems.audiobooks.task.Downloads;
import dev.rota.systems.common.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class DownloadsTest {
    private static final int SIZE = 102_000;

    private final TestDatabase database;
    private AudioFixture audio;
    private Downloads downloads;
    private long acquisition;

    @TempDir
    Path directory;

    DownloadsTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void want() throws Exception {
        audio = AudioFixture.handMade(database);
        audio.crawlAll();
        downloads = new Downloads(audio.acquisitions, audio.archive, directory);
        long book = audio.books.find("librivox", "2").orElseThrow().id();
        acquisition =
                audio.acquisitions.want(book, Reason.MANUAL, null, audio.now).orElseThrow();
    }

    @AfterEach
    void close() {
        audio.close();
    }

    @Test
    void brings_an_open_file_into_its_place() throws Exception {
        downloads.bring(acquisition);

        assertThat(place()).hasSize(SIZE);
        assertThat(part()).doesNotExist();
        assertThat(status()).isEqualTo("done");
        assertThat(audio.texts("select licence from audio_acquisition where licence is not null"))
                .containsExactly("http://creativecommons.org/publicdomain/mark/1.0/");
    }

    @Test
    void goes_on_where_it_was_cut_off() throws Exception {
        audio.server.cutNextFileAfter(40_000);
        assertThatThrownBy(() -> downloads.bring(acquisition)).isInstanceOf(SourceUnavailableException.class);
        long before = Files.size(part());
        audio.now = audio.now.plus(Duration.ofMinutes(1));

        downloads.bring(acquisition);

        assertThat(before).isBetween(1L, 40_000L);
        assertThat(audio.server.asked()).extracting(Asked::range).contains("bytes=" + before + "-");
        assertThat(place()).hasSize(SIZE);
        assertThat(status()).isEqualTo("done");
    }

    @Test
    void throws_away_what_has_another_checksum_and_begins_anew() throws Exception {
        Files.createDirectories(Objects.requireNonNull(part().getParent()));
        Files.write(part(), new byte[1000]);

        assertThatThrownBy(() -> downloads.bring(acquisition))
                .isInstanceOf(AnswerException.class)
                .hasMessageContaining("with MD5");
        assertThat(part()).doesNotExist();

        downloads.bring(acquisition);
        assertThat(status()).isEqualTo("done");
    }

    @Test
    void does_not_bring_twice_what_is_there() throws Exception {
        downloads.bring(acquisition);
        int before = audio.server.asked().size();

        downloads.bring(acquisition);

        assertThat(audio.server.asked()).hasSize(before);
    }

    @Test
    void a_book_without_an_item_at_the_archive_is_unavailable() throws Exception {
        audio.jdbc
                .sql("update audio_book set url_archive = 'http://elsewhere.test/file.zip' where source_id = '2'")
                .update();

        downloads.bring(acquisition);

        assertThat(status()).isEqualTo("unavailable");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_book_of_another_source_is_unavailable() throws Exception {
        audio.jdbc
                .sql("update audio_book set source = 'other' where source_id = '2'")
                .update();

        downloads.bring(acquisition);

        assertThat(status()).isEqualTo("unavailable");
    }

    private Path place() {
        return directory.resolve("blue_harbour_librivox/blue_harbour_librivox_64kb_mp3.zip");
    }

    private Path part() {
        return directory.resolve("blue_harbour_librivox/blue_harbour_librivox_64kb_mp3.zip.part");
    }

    private String status() {
        return audio.texts("select status from audio_acquisition where id = " + acquisition)
                .get(0);
    }
}
