package dev.rota.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.jdbc.RollupCover.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RollupCoverTest {
    private static final Instant NOW = Instant.parse("2026-11-20T13:47:23.5Z");

    private static List<String> words(RollupCover cover) {
        return cover.parts().stream()
                .map(part -> part.span() + " from " + part.from())
                .toList();
    }

    /** The minutes whose figures the rows of a cover hold, as far as the rows are whole. */
    private static List<Long> minutes(RollupCover cover) {
        List<Long> minutes = new ArrayList<>();
        for (Part part : cover.parts()) {
            LongStream.range(part.from().getEpochSecond(), part.until().getEpochSecond())
                    .filter(second -> second % part.span() == 0)
                    .flatMap(row -> LongStream.range(row / 60, (row + part.span()) / 60))
                    .forEach(minutes::add);
        }
        return minutes;
    }

    @Test
    void the_middle_is_read_in_days_and_the_edges_in_shorter_rows() {
        Instant from = NOW.minus(Duration.ofDays(10));
        RollupCover cover = RollupCover.of(from, NOW, RollupCover.DAY, NOW);
        assertThat(words(cover))
                .containsExactly(
                        "600 from 2026-11-10T13:47:24Z",
                        "3600 from 2026-11-10T14:00:00Z",
                        "86400 from 2026-11-11T00:00:00Z",
                        "3600 from 2026-11-20T00:00:00Z",
                        "600 from 2026-11-20T13:00:00Z",
                        "60 from 2026-11-20T13:40:00Z");
    }

    @Test
    void no_row_reaches_over_a_step() {
        Instant from = NOW.minus(Duration.ofHours(24));
        assertThat(words(RollupCover.of(from, NOW, 1_200, NOW)))
                .containsExactly(
                        "60 from 2026-11-19T13:47:24Z",
                        "600 from 2026-11-19T13:50:00Z",
                        "60 from 2026-11-20T13:40:00Z");
        assertThat(words(RollupCover.of(from, NOW, 900, NOW))).containsExactly("60 from 2026-11-19T13:47:24Z");
    }

    @Test
    void every_minute_is_covered_once() {
        Random random = new Random(3);
        long last = NOW.getEpochSecond() / 60;
        for (int i = 0; i < 300; i++) {
            long from = last - random.nextInt(47 * 60);
            long until = from + random.nextInt((int) (last - from) + 1);
            long step = List.of(60L, 120L, 600L, 900L, 3_600L, 7_200L, 86_400L).get(random.nextInt(7));
            RollupCover cover =
                    RollupCover.of(Instant.ofEpochSecond(from * 60), Instant.ofEpochSecond(until * 60), step, NOW);
            assertThat(minutes(cover))
                    .as("from %s until %s step %s", from, until, step)
                    .isEqualTo(LongStream.range(from, until).boxed().toList());
        }
    }

    @Test
    void what_is_kept_in_long_rows_alone_is_read_from_them() {
        Instant old = Instant.parse("2026-11-01T00:10:00Z");
        assertThat(words(RollupCover.of(old, old.plus(Duration.ofHours(3)), 60, NOW)))
                .containsExactly("3600 from 2026-11-01T00:10:00Z");
        Instant newer = Instant.parse("2026-11-15T00:10:00Z");
        assertThat(words(RollupCover.of(newer, newer.plus(Duration.ofHours(3)), 60, NOW)))
                .containsExactly("600 from 2026-11-15T00:10:00Z");
    }

    @Test
    void there_is_an_end_to_what_is_asked_for() {
        assertThat(RollupCover.of(Instant.MIN, Instant.MAX, RollupCover.DAY, NOW)
                        .parts())
                .containsExactly(new Part(
                        RollupCover.DAY, Instant.parse("2025-10-16T00:00:00Z"), Instant.parse("2026-11-22T00:00:00Z")));
        assertThat(RollupCover.of(NOW, NOW, 60, NOW).parts()).isEmpty();
    }

    @Test
    void rows_are_kept_for_longer_than_they_are_read() {
        for (int span : RollupCover.SPANS) {
            Instant kept = RollupCover.kept(span, NOW);
            assertThat(RollupCover.of(Instant.MIN, NOW, 60, NOW).parts())
                    .filteredOn(part -> part.span() == span)
                    .allSatisfy(part -> assertThat(part.from()).isAfter(kept));
        }
    }
}
