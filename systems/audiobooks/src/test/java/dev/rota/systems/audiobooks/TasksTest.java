package dev.rota.systems.audiobooks;

import static dev.rota.systems.audiobooks.AudioFixture.expected;
import static dev.rota.systems.audiobooks.AudioFixture.ids;
import static dev.rota.systems.audiobooks.AudioFixture.twice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.audiobooks.AudioFixture.TaskRow;
import dev.rota.systems.audiobooks.task.TaskName;
import dev.rota.systems.common.Columns;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class TasksTest {
    private final TestDatabase database;
    private AudioFixture audio;

    TasksTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void crawl() throws Exception {
        audio = AudioFixture.handMade(database);
        audio.crawlAll();
        audio.have();
    }

    @AfterEach
    void close() {
        audio.close();
    }

    @Test
    void lists_the_most_downloaded_of_each_enabled_genre() throws Exception {
        TaskRow row = audio.run(TaskName.TOP10, run -> audio.topTen(false).list(run));

        assertThat(topTen("Mystery")).isEqualTo(ids(expected().at("/top10/Mystery")));
        assertThat(topTen("Science Fiction")).isEqualTo(ids(expected().at("/top10/Science Fiction")));
        assertThat(topTen("Poetry")).isEmpty();
        assertThat(row.processed()).isEqualTo(2);
        assertThat(audio.texts("select distinct week_start from audio_top10")).containsExactly("2026-03-15");
    }

    @Test
    void lists_one_recording_of_a_work_if_that_is_wanted() throws Exception {
        audio.run(TaskName.TOP10, run -> audio.topTen(true).list(run));

        assertThat(topTen("Science Fiction")).containsExactly("6", "7");
    }

    @Test
    void keeps_one_list_for_each_week() throws Exception {
        audio.run(TaskName.TOP10, run -> audio.topTen(false).list(run));
        TaskRow again = audio.run(TaskName.TOP10, run -> audio.topTen(false).list(run));
        audio.now = audio.now.plus(Duration.ofDays(7));
        audio.run(TaskName.TOP10, run -> audio.topTen(false).list(run));

        assertThat(again.log()).contains("{unchanged=2}");
        assertThat(audio.texts("select distinct week_start from audio_top10 order by week_start"))
                .containsExactly("2026-03-15", "2026-03-22");
    }

    @Test
    void wants_the_missing_books_of_a_series_in_its_order() throws Exception {
        TaskRow row = audio.run(TaskName.SERIES, run -> audio.seriesCompletion().complete(run));

        assertThat(audio.wanted("series")).isEqualTo(ids(expected().path("series_completion_order")));
        assertThat(row.processed()).isEqualTo(3);
        assertThat(audio.requestedDownloads).hasSize(3);
    }

    @Test
    void completing_a_series_again_wants_nothing_more() throws Exception {
        audio.run(TaskName.SERIES, run -> audio.seriesCompletion().complete(run));
        TaskRow second =
                audio.run(TaskName.SERIES, run -> audio.seriesCompletion().complete(run));

        assertThat(second.processed()).isZero();
        assertThat(second.status()).isEqualTo("completed");
    }

    @Test
    void notes_what_no_source_has_once_and_wants_it_when_one_has() throws Exception {
        audio.jdbc
                .sql("delete from audio_section where book_id = (select id from audio_book where source_id = '3')")
                .update();
        audio.jdbc
                .sql("update audio_book set gone_at = 1 where source_id = '3'")
                .update();
        TaskRow first =
                audio.run(TaskName.SERIES, run -> audio.seriesCompletion().complete(run));
        TaskRow second =
                audio.run(TaskName.SERIES, run -> audio.seriesCompletion().complete(run));
        audio.jdbc
                .sql("update audio_book set gone_at = null where source_id = '3'")
                .update();
        TaskRow third =
                audio.run(TaskName.SERIES, run -> audio.seriesCompletion().complete(run));

        assertThat(first.succeeded()).isEqualTo(3);
        assertThat(first.log()).contains("unavailable=1").contains("wanted=2");
        assertThat(second.processed()).isZero();
        assertThat(third.log()).contains("{wanted=1}");
        assertThat(audio.database.count("audio_acquisition where status = 'unavailable'"))
                .isZero();
    }

    @Test
    void wants_the_missing_works_of_an_author() throws Exception {
        audio.run(TaskName.SERIES, run -> audio.seriesCompletion().complete(run));
        audio.run(TaskName.AUTHOR, run -> audio.authorCompletion().complete(run));

        assertThat(audio.wanted("author")).isEqualTo(ids(expected().path("author_completion_after_series")));
        assertThat(audio.run(TaskName.AUTHOR, run -> audio.authorCompletion().complete(run))
                        .processed())
                .isZero();
    }

    @Test
    void various_is_nobody_whose_works_are_completed() throws Exception {
        assertThat(audio.collection.followAuthor("Various")).isEqualTo(1);

        audio.run(TaskName.AUTHOR, run -> audio.authorCompletion().complete(run));

        assertThat(audio.wanted("author")).doesNotContain("8");
    }

    @Test
    void wants_only_recordings_in_the_languages_that_are_wanted() throws Exception {
        audio.jdbc.sql("delete from audio_acquisition").update();
        audio.collection.followAuthor("Dora Lind");

        audio.run(TaskName.AUTHOR, run -> audio.authorCompletion().complete(run));

        assertThat(audio.wanted("author")).doesNotContain("11");
    }

    @Test
    void of_several_recordings_the_most_downloaded_is_wanted() throws Exception {
        audio.jdbc.sql("delete from audio_acquisition").update();
        audio.collection.followAuthor("Ben Stone");
        audio.run(TaskName.TOP10, run -> audio.topTen(false).list(run));

        audio.run(TaskName.AUTHOR, run -> audio.authorCompletion().complete(run));

        assertThat(audio.wanted("author")).contains("6", "7").doesNotContain("5");
    }

    @Test
    void two_completions_at_once_want_each_book_once() throws Exception {
        twice(() -> audio.run(TaskName.SERIES, run -> audio.seriesCompletion().complete(run)));

        assertThat(audio.wanted("series")).containsExactlyInAnyOrder("4", "2", "3");
        assertThat(audio.requestedDownloads).hasSize(3);
    }

    @Test
    void asks_the_providers_for_each_book_once_in_a_run() throws Exception {
        TaskRow row = audio.run(TaskName.METADATA_FULL, run -> audio.metadata().full(run));

        assertThat(row.processed()).isEqualTo(10);
        assertThat(audio.texts("select metadata_status from audio_book where source_id = '1'"))
                .containsExactly("ok");
        // Various: Open Library has no such author here, Google Books knows the volume.
        assertThat(audio.texts("select metadata_status from audio_book where source_id = '8'"))
                .containsExactly("partial");
        assertThat(audio.texts("select first_year from audio_work where norm_title = 'red harbour'"))
                .containsExactly("1901");
    }

    @Test
    void recent_metadata_are_not_asked_for_within_twelve_hours() throws Exception {
        audio.run(TaskName.METADATA_FULL, run -> audio.metadata().full(run));
        audio.now = audio.now.plus(Duration.ofMinutes(30));
        TaskRow soon = audio.run(TaskName.METADATA_NEW, run -> audio.metadata().recent(run));
        audio.now = audio.now.plus(Duration.ofHours(12));
        TaskRow later = audio.run(TaskName.METADATA_NEW, run -> audio.metadata().recent(run));
        audio.now = audio.now.plus(Duration.ofDays(8));
        TaskRow old = audio.run(TaskName.METADATA_NEW, run -> audio.metadata().recent(run));

        assertThat(soon.processed()).isZero();
        assertThat(later.processed()).isEqualTo(10);
        assertThat(old.processed()).isZero();
    }

    @Test
    void deletes_rows_that_ended_before_the_retention_and_keeps_failed_attempts() throws Exception {
        audio.now = Instant.parse("2026-03-20T01:00:00Z");
        long old = insertTask("completed", "2026-02-18T00:59:59Z");
        long limit = insertTask("completed", "2026-02-18T01:00:00Z");
        long failed = insertTask("failed", "2026-01-01T00:00:00Z");
        long running = insertTask("running", null);
        audio.jdbc
                .sql("update audio_failed_attempt set task_id = :task")
                .param("task", failed)
                .update();

        audio.run(TaskName.CLEANUP, run -> audio.cleanup().clean(run));

        List<Long> left = audio.rows().stream().map(TaskRow::id).toList();
        assertThat(left).contains(limit, running).doesNotContain(old, failed);
        assertThat(audio.database.count("audio_failed_attempt where task_id is null"))
                .isEqualTo(2);
    }

    private long insertTask(String status, @Nullable String ended) {
        return audio.jdbc
                .sql("""
                        insert into audio_task (task_name, actual_start, actual_end, status, run_trigger, date_created)
                        values ('CATALOG', :start, :ended, :status, 'schedule', :start) returning id
                        """)
                .param("start", Columns.of(Instant.parse("2026-01-01T00:00:00Z")))
                .param("ended", ended == null ? null : Columns.of(Instant.parse(ended)))
                .param("status", status)
                .query(Long.class)
                .single();
    }

    private List<String> topTen(String genre) {
        return audio.jdbc.sql("""
                        select b.source_id from audio_top10 t join audio_genre g on g.id = t.genre_id
                               join audio_book b on b.id = t.book_id
                         where g.name = :genre order by t.rank
                        """).param("genre", genre).query(String.class).list();
    }
}
