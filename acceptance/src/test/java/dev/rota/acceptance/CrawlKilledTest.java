package dev.rota.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker is killed in the middle of a crawl of twelve books, two of which cannot be read; another goes on with it. */
@ParameterizedClass
@EnumSource(Database.Kind.class)
@Tag("acceptance")
class CrawlKilledTest {
    private static final int ITEMS = 12;
    private static final int BROKEN = 2;
    private static final String CRAWL = "audio_task where task_name = 'CATALOG' and ";

    @TempDir
    Path directory;

    private final Database.Kind kind;
    private Database database;

    CrawlKilledTest(Database.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws IOException {
        database = kind.open(directory, "audio");
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
    }

    @Test
    void each_book_is_read_by_one_of_two_attempts() throws Exception {
        try (JavaProcess first = worker("first", "--worker.run-now=audiobooks.catalog")) {
            first.watching().until(() -> database.count(CRAWL + "items_processed >= 6") == 1);
            first.kill();
        }
        assertThat(database.count(CRAWL + "status = 'running' and items_processed < " + ITEMS))
                .as("killed in the middle")
                .isEqualTo(1);
        assertThat(database.count(CRAWL + "items_succeeded = (select count(*) from audio_book)"
                        + " and items_failed = (select count(*) from audio_failed_attempt)"))
                .as("rows that count what was kept")
                .isEqualTo(1);

        try (JavaProcess second = worker("second")) {
            second.watching().until(() -> database.count("rota_job where type = 'audiobooks.catalog'") == 0);
        }
        assertThat(attempts("status", String.class)).containsExactly("interrupted", "completed");
        assertThat(Set.copyOf(attempts("job_id", Long.class))).as("jobs").hasSize(1);
        assertThat(attempts("items_processed", Integer.class).stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(ITEMS);
        assertThat(attempts("items_failed", Integer.class).stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(BROKEN);
        assertThat(database.jdbc().queryForList("select source_id from audio_book", String.class))
                .hasSize(ITEMS - BROKEN)
                .doesNotHaveDuplicates();
        assertThat(database.jdbc().queryForList("select attempts from audio_failed_attempt", Integer.class))
                .as("attempts at the broken books")
                .containsExactly(1, 1);
    }

    private JavaProcess worker(String name, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "--spring.datasource.url=" + database.url(),
                "--audiobooks.sources=local",
                "--audiobooks.local.port=0",
                "--audiobooks.min-interval=500ms",
                "--audiobooks.downloads=" + directory.resolve("downloads"),
                "--audiobooks.jwt.secret=only-for-this-test-0123456789-0123456789",
                "--rota.worker.name=" + name));
        args.addAll(List.of(more));
        return JavaProcess.start(AudiobookWorker.class, directory.resolve(name + ".log"), args);
    }

    /** A column of the crawl's attempts, in their order. */
    private <T> List<T> attempts(String column, Class<T> type) {
        return database.jdbc()
                .queryForList("select " + column + " from audio_task where task_name = 'CATALOG' order by id", type);
    }
}
