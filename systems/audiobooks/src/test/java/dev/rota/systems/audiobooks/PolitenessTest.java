package dev.rota.systems.audiobooks;

import static dev.rota.systems.audiobooks.AudioFixture.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rota.systems.audiobooks.local.LocalCatalogue.Asked;
import dev.rota.systems.audiobooks.source.LibriVoxSource;
import dev.rota.systems.audiobooks.source.LibriVoxSource.Unchanged;
import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class PolitenessTest {
    private final TestDatabase database;
    private AudioFixture audio;
    private LibriVoxSource source;

    PolitenessTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        audio = AudioFixture.handMade(database);
        source = new LibriVoxSource(audio.sources, audio.client);
    }

    @AfterEach
    void close() {
        audio.close();
    }

    @Test
    void waits_between_the_starts_of_two_requests() throws Exception {
        audio.interval(Duration.ofSeconds(1));

        source.book("1", null);
        source.book("2", null);
        audio.now = audio.now.plusMillis(400);
        source.book("3", null);
        audio.now = audio.now.plusMillis(1000);
        source.book("4", null);

        assertThat(audio.pauses).containsExactly(Duration.ofSeconds(1), Duration.ofMillis(600));
    }

    @Test
    void says_who_asks() throws Exception {
        source.book("1", null);

        assertThat(audio.server.asked())
                .extracting(Asked::userAgent)
                .containsExactly("Rota tests (mailto:tests@example.test)");
    }

    @Test
    void asks_only_for_what_has_changed() throws Exception {
        LibriVoxSource.Found first = (LibriVoxSource.Found) source.book("1", null);

        assertThat(first.lastModified()).isNotNull();
        assertThat(source.book("1", first.lastModified())).isInstanceOf(Unchanged.class);
    }

    @Test
    void reads_books_as_array_and_as_object() throws Exception {
        assertThat(source.page(null, 0, 5)).containsExactly("1", "2", "3", "4", "5");
        assertThat(source.page(null, 5, 5)).containsExactly("6", "7", "8", "9", "10");
        assertThat(source.page(null, 12, 5)).isEmpty();
    }

    @Test
    void leaves_a_source_alone_for_longer_after_each_failure() {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waits.add(Duration.between(audio.now, refused(null)));
            audio.now = audio.now.plus(Duration.ofDays(1));
        }

        assertThat(waits)
                .containsExactly(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(60),
                        Duration.ofHours(3),
                        Duration.ofHours(6),
                        Duration.ofHours(12),
                        Duration.ofHours(24),
                        Duration.ofHours(24));
    }

    @Test
    void each_success_takes_one_step_back() throws Exception {
        for (int i = 0; i < 3; i++) {
            refused(null);
            audio.now = audio.now.plus(Duration.ofDays(1));
        }
        source.book("1", null);
        source.book("2", null);

        assertThat(Duration.between(audio.now, refused(null))).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void does_not_ask_a_source_that_is_left_alone() {
        Instant until = refused(null);
        int before = audio.server.asked().size();

        assertThatThrownBy(() -> source.book("1", null))
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContaining("left alone until " + until);
        assertThat(audio.server.asked()).hasSize(before);
    }

    @Test
    void heeds_what_a_source_asks_for_in_seconds() {
        assertThat(refused("600")).isEqualTo(TWO.plusSeconds(600));
    }

    @Test
    void heeds_what_a_source_asks_for_as_a_date() {
        assertThat(refused("Fri, 20 Mar 2026 04:30:00 GMT")).isEqualTo(Instant.parse("2026-03-20T04:30:00Z"));
    }

    @Test
    void a_server_that_is_not_there_is_a_failure_of_the_source() {
        audio.server.close();

        assertThatThrownBy(() -> source.book("1", null))
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContaining("no answer");
    }

    @Test
    void a_page_in_place_of_the_list_ends_the_run() {
        audio.server.refuseNext(200, null);

        assertThatThrownBy(audio::crawlAll)
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContaining("expected JSON, found the HTML page \"Status 200\"");
    }

    private Instant refused(@Nullable String retryAfter) {
        audio.server.refuseNext(429, retryAfter);
        return catchThrowableOfType(SourceUnavailableException.class, () -> source.book("1", null))
                .retryAt();
    }
}
