package dev.rota.systems.audiobooks;

import static dev.rota.systems.audiobooks.AudioFixture.expected;
import static dev.rota.systems.audiobooks.AudioFixture.ids;
import static dev.rota.systems.audiobooks.AudioFixture.twice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.systems.audiobooks.AudioFixture.TaskRow;
import dev.rota.systems.audiobooks.local.CatalogueData;
import dev.rota.systems.audiobooks.local.HandMade;
import dev.rota.systems.audiobooks.local.LocalCatalogue.Asked;
import dev.rota.systems.audiobooks.local.Quirks;
import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import dev.rota.systems.audiobooks.task.FailedAttempts.FailedAttempt;
import dev.rota.systems.audiobooks.task.TaskName;
import dev.rota.systems.audiobooks.task.TaskProgress;
import dev.rota.systems.audiobooks.task.TaskRuns.Occasion;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class CatalogCrawlTest {
    private static final Occasion JOB = new Occasion(AudioFixture.TWO, "schedule", 77L, 1);
    private static final Occasion SECOND_ATTEMPT = new Occasion(AudioFixture.TWO, "schedule", 77L, 2);

    private final TestDatabase database;
    private AudioFixture audio;

    CatalogCrawlTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        audio = AudioFixture.handMade(database);
    }

    @AfterEach
    void close() {
        audio.close();
    }

    @Test
    void reads_what_can_be_read_and_remembers_what_cannot() throws Exception {
        TaskRow row = audio.crawlAll();

        JsonNode crawl = expected().path("crawl");
        assertThat(row.processed()).isEqualTo(crawl.path("items_processed").asInt());
        assertThat(row.succeeded()).isEqualTo(crawl.path("items_succeeded").asInt());
        assertThat(row.failed()).isEqualTo(crawl.path("items_failed").asInt());
        assertThat(row.status()).isEqualTo(crawl.path("status").asString());
        assertThat(audio.failedAttempts.list(TaskName.CATALOG))
                .extracting(FailedAttempt::item)
                .containsExactlyInAnyOrderElementsOf(ids(crawl.path("failed_attempts_added")));
        assertThat(row.log()).contains("inserted=10");
    }

    @Test
    void says_of_a_failure_what_was_found_in_place_of_the_book() throws Exception {
        audio.crawlAll();

        assertThat(audio.failedAttempts.list(TaskName.CATALOG))
                .extracting(FailedAttempt::lastError)
                .containsExactly(
                        "expected JSON, found the HTML page \"ERROR: The requested URL could not be retrieved\" with"
                                + " status 200",
                        "expected JSON, found the HTML page \"Database Error\" with status 200");
    }

    @Test
    void stores_genres_without_the_space_behind_their_names() throws Exception {
        audio.crawlAll();

        assertThat(audio.texts("select name from audio_genre order by name"))
                .containsExactly("Mystery", "Poetry", "Science Fiction", "Short Stories");
    }

    @Test
    void a_second_crawl_inserts_and_changes_nothing() throws Exception {
        audio.crawlAll();
        TaskRow second = audio.crawlAll();

        JsonNode crawl = expected().at("/crawl/second_crawl");
        assertThat(second.processed()).isEqualTo(crawl.path("items_processed").asInt());
        assertThat(second.succeeded()).isEqualTo(crawl.path("items_succeeded").asInt());
        assertThat(second.failed()).isEqualTo(crawl.path("items_failed").asInt());
        assertThat(second.log())
                .contains("{unchanged=" + crawl.path("unchanged").asInt() + "}");
        assertThat(audio.failedAttempts.list(TaskName.CATALOG))
                .extracting(FailedAttempt::attempts)
                .containsExactly(2, 2);
    }

    @Test
    void a_hash_tells_what_is_unchanged_where_the_source_names_no_dates() throws Exception {
        try (AudioFixture undated = AudioFixture.serving(
                database, HandMade.catalogue(), Quirks.NONE.pageSize(5).dated(false))) {
            undated.crawlAll();
            TaskRow second = undated.crawlAll();

            assertThat(second.log()).contains("{unchanged=10}");
        }
    }

    @Test
    void two_crawls_at_once_insert_each_book_once() throws Exception {
        List<TaskRow> rows = twice(() -> audio.crawlAll());

        assertThat(rows).extracting(TaskRow::processed).containsExactly(12, 12);
        assertThat(rows).extracting(TaskRow::failed).containsExactly(2, 2);
        assertThat(audio.database.count("audio_book")).isEqualTo(10);
        assertThat(audio.failedAttempts.list(TaskName.CATALOG))
                .extracting(FailedAttempt::attempts)
                .containsExactly(2, 2);
    }

    @Test
    void an_attempt_killed_after_the_third_page_was_asked_for_is_gone_on_with() throws Exception {
        assertThatThrownBy(() -> audio.runs.run(
                        TaskName.CATALOG,
                        JOB,
                        new KilledAt(11),
                        run -> audio.crawl().crawl(run, true)))
                .isInstanceOf(Killed.class);
        assertThat(audio.rows()).extracting(TaskRow::status).containsExactly("running");

        audio.runs.run(
                TaskName.CATALOG,
                SECOND_ATTEMPT,
                TaskProgress.NONE,
                run -> audio.crawl().crawl(run, true));

        assertThat(audio.rows()).extracting(TaskRow::status).containsExactly("interrupted", "completed");
        assertThat(audio.rows()).extracting(TaskRow::processed).containsExactly(11, 1);
        assertThat(audio.rows().stream().mapToInt(TaskRow::failed).sum()).isEqualTo(2);
        assertThat(audio.database.count("audio_book")).isEqualTo(10);
        assertThat(audio.failedAttempts.list(TaskName.CATALOG))
                .extracting(FailedAttempt::attempts)
                .containsExactly(1, 1);
    }

    @Test
    void a_kill_behind_any_item_leaves_counts_that_add_up() throws Exception {
        for (int items = 1; items <= 12; items++) {
            try (AudioFixture each = AudioFixture.handMade(database)) {
                int killedAt = items;
                assertThatThrownBy(() -> each.runs.run(
                                TaskName.CATALOG,
                                JOB,
                                new KilledAt(killedAt),
                                run -> each.crawl().crawl(run, true)))
                        .isInstanceOf(Killed.class);
                each.runs.run(
                        TaskName.CATALOG,
                        SECOND_ATTEMPT,
                        TaskProgress.NONE,
                        run -> each.crawl().crawl(run, true));

                assertThat(each.rows().stream().mapToInt(TaskRow::processed).sum())
                        .isEqualTo(12);
                assertThat(each.database.count("audio_book")).isEqualTo(10);
            }
        }
    }

    @Test
    void an_attempt_that_was_taken_over_writes_nothing_more() {
        assertThatThrownBy(() -> audio.runs.run(TaskName.CATALOG, JOB, TaskProgress.NONE, run -> {
                    audio.runs.interruptAbandoned(job -> false);
                    audio.crawl().crawl(run, true);
                }))
                .hasMessageContaining("another worker has taken over");

        assertThat(audio.database.count("audio_book")).isZero();
        assertThat(audio.rows()).extracting(TaskRow::status).containsExactly("interrupted");
    }

    @Test
    void a_job_whose_attempt_completed_is_not_run_again() throws Exception {
        audio.runs.run(
                TaskName.CATALOG, JOB, TaskProgress.NONE, run -> audio.crawl().crawl(run, true));

        assertThat(audio.runs.run(
                        TaskName.CATALOG,
                        SECOND_ATTEMPT,
                        TaskProgress.NONE,
                        run -> audio.crawl().crawl(run, true)))
                .isEmpty();
        assertThat(audio.rows()).hasSize(1);
    }

    @Test
    void asks_for_what_came_since_the_day_before_the_last_crawl_and_for_what_failed() throws Exception {
        audio.crawlAll();
        audio.now = audio.now.plus(Duration.ofDays(1));
        int before = audio.server.asked().size();

        TaskRow row = audio.run(TaskName.CATALOG, run -> audio.crawl().crawl(run, false));

        List<Asked> asked =
                audio.server.asked().subList(before, audio.server.asked().size());
        assertThat(asked.get(0).query())
                .containsEntry(
                        "since",
                        Long.toString(AudioFixture.TWO.minus(Duration.ofDays(1)).getEpochSecond()));
        assertThat(asked.stream().skip(2).map(request -> request.query().get("id")))
                .containsExactly("10", "9");
        assertThat(row.processed()).isEqualTo(2);
    }

    @Test
    void a_source_that_is_down_fails_the_run_which_goes_on_later() throws Exception {
        audio.server.refuseNext(503, null);

        assertThatThrownBy(() -> audio.runs.run(
                        TaskName.CATALOG,
                        JOB,
                        TaskProgress.NONE,
                        run -> audio.crawl().crawl(run, true)))
                .isInstanceOfSatisfying(
                        SourceUnavailableException.class,
                        e -> assertThat(e.retryAt()).isEqualTo(AudioFixture.TWO.plus(Duration.ofMinutes(1))));

        audio.now = audio.now.plus(Duration.ofMinutes(1));
        audio.runs.run(
                TaskName.CATALOG,
                SECOND_ATTEMPT,
                TaskProgress.NONE,
                run -> audio.crawl().crawl(run, true));
        assertThat(audio.rows()).extracting(TaskRow::status).containsExactly("failed", "completed");
        assertThat(audio.rows()).extracting(TaskRow::processed).containsExactly(0, 12);
    }

    @Test
    void an_end_of_the_list_is_believed_at_the_second_time() throws Exception {
        audio.server.sayNothingNext();
        TaskRow row = audio.crawlAll();

        assertThat(row.processed()).isEqualTo(12);
    }

    @Test
    void a_book_that_its_source_has_lost_is_gone_until_it_is_back() throws Exception {
        audio.crawlAll();
        CatalogueData without = new CatalogueData(
                HandMade.catalogue().books().stream()
                        .filter(book -> !book.id().equals("3"))
                        .toList(),
                List.of(),
                Set.of());
        audio.failedAttempts.add(TaskName.CATALOG, "3", audio.rows().get(0).id(), "asked for again", AudioFixture.TWO);
        audio.now = audio.now.plus(Duration.ofDays(1));
        audio.server.serve(without);
        TaskRow lost = audio.crawlAll();
        audio.server.serve(HandMade.catalogue());
        TaskRow back = audio.crawlAll();

        assertThat(lost.log()).contains("gone=1");
        assertThat(back.log()).contains("updated=1");
        assertThat(audio.database.count("audio_book where gone_at is not null")).isZero();
    }

    @Test
    void a_run_of_which_more_than_half_failed_has_failed() {
        try (AudioFixture broken = AudioFixture.serving(
                database,
                new CatalogueData(HandMade.catalogue().books().subList(0, 3), List.of(), Set.of("1", "2")),
                Quirks.NONE)) {
            assertThatThrownBy(broken::crawlAll).hasMessageContaining("2 of 3 items failed");

            assertThat(broken.rows()).extracting(TaskRow::status).containsExactly("failed");
        }
    }

    /** What a killed process does: nothing more. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Ends the run behind its n-th item as a kill would: nobody tells the row. */
    private static final class KilledAt implements TaskProgress {
        private int left;

        KilledAt(int items) {
            this.left = items;
        }

        @Override
        public void ok() {
            count();
        }

        @Override
        public void failed(String item, String reason) {
            count();
        }

        @Override
        public void checkpoint() {}

        @Override
        public void log(String message) {}

        private void count() {
            if (--left == 0) {
                throw new Killed();
            }
        }
    }
}
