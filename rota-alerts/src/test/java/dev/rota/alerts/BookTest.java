package dev.rota.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.alerts.AlertItem.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BookTest {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration SETTLE = Duration.ofMinutes(5);
    private static final Condition LATE = condition(AlertKind.SCHEDULE_LATE, "nightly");
    private static final Condition LOST = condition(AlertKind.WORKER_LOST, "17");

    private Book book = Book.EMPTY;
    private Instant now = START;
    private boolean quiet;
    private @Nullable Duration repeat;

    private static Condition condition(AlertKind kind, String subject) {
        return new Condition(kind, subject, subject, "is so", START);
    }

    /** Looks, a minute later each time, and gives what is told. */
    private List<String> look(Condition... found) {
        now = now.plus(Duration.ofMinutes(1));
        book = book.reckon("ops", List.of(found), now, new Book.Manner(SETTLE, repeat, quiet), () -> "id-" + now);
        List<String> told = new ArrayList<>();
        for (AlertMessage message : book.outbox()) {
            message.items().forEach(item -> told.add(item.event() + " " + item.subject()));
            book = book.sent(message, 1);
        }
        return told;
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void tells_what_lasts_once() {
        assertThat(look(LATE)).containsExactly("RAISED nightly");
        assertThat(look(LATE)).isEmpty();
        assertThat(look(LATE)).isEmpty();
    }

    @Test
    void tells_all_that_is_found_at_once_in_one_message() {
        assertThat(look(LATE, LOST)).containsExactlyInAnyOrder("RAISED nightly", "RAISED 17");
    }

    @Test
    void tells_that_it_is_over_once_it_has_been_gone_for_long_enough() {
        look(LATE);
        assertThat(look()).isEmpty();
        pass(SETTLE);
        assertThat(look()).containsExactly("RESOLVED nightly");
        assertThat(look()).isEmpty();
        assertThat(book.entries()).isEmpty();
    }

    @Test
    void tells_the_moment_at_which_it_was_last_seen_as_its_end() {
        look(LATE);
        Instant seen = now;
        pass(SETTLE);
        book = book.reckon("ops", List.of(), now, new Book.Manner(SETTLE, null, false), () -> "id");
        assertThat(book.outbox().get(0).items().get(0).until()).isEqualTo(seen);
    }

    @Test
    void says_nothing_of_what_flickers() {
        look(LATE);
        assertThat(look()).isEmpty();
        assertThat(look(LATE)).isEmpty();
        assertThat(look()).isEmpty();
        assertThat(look(LATE)).isEmpty();
    }

    @Test
    void tells_again_what_was_over_and_has_returned() {
        look(LATE);
        pass(SETTLE);
        look();
        assertThat(look(LATE)).containsExactly("RAISED nightly");
    }

    @Test
    void does_not_tell_the_end_of_what_only_happened() {
        look(LOST);
        pass(SETTLE);
        assertThat(look()).isEmpty();
        assertThat(book.entries()).isEmpty();
    }

    @Test
    void repeats_what_lasts_and_only_that() {
        repeat = Duration.ofHours(4);
        look(LATE, LOST);
        pass(Duration.ofHours(3));
        assertThat(look(LATE, LOST)).isEmpty();
        pass(Duration.ofHours(1));
        assertThat(look(LATE, LOST)).containsExactly("REPEATED nightly");
        assertThat(look(LATE, LOST)).isEmpty();
    }

    @Test
    void holds_back_in_quiet_times_and_tells_all_together_afterwards() {
        look(LATE);
        quiet = true;
        Condition wait = condition(AlertKind.QUEUE_WAIT, "mail");
        Condition rate = condition(AlertKind.FAILURE_RATE, "send");
        assertThat(look(LATE, wait, rate, LOST)).isEmpty();
        pass(SETTLE);
        assertThat(look(rate)).isEmpty();
        pass(Duration.ofHours(2));
        quiet = false;
        assertThat(look(rate)).containsExactly("RAISED send", "RESOLVED nightly", "PASSED mail", "PASSED 17");
        assertThat(look(rate)).isEmpty();
    }

    @Test
    void says_nothing_of_what_was_over_and_back_within_a_quiet_time() {
        look(LATE);
        quiet = true;
        pass(SETTLE);
        look();
        look(LATE);
        quiet = false;
        assertThat(look(LATE)).isEmpty();
    }

    @Test
    void a_failure_that_returns_again_is_told_though_nobody_looked_in_between() {
        Condition first = new Condition(AlertKind.FAILURE_REGRESSED, "fp", "Boom", "again", START);
        Condition second = new Condition(AlertKind.FAILURE_REGRESSED, "fp", "Boom", "again", START.plusSeconds(90));
        assertThat(look(first)).containsExactly("RAISED fp");
        assertThat(look(second)).containsExactly("RAISED fp");
        assertThat(look(second)).isEmpty();
    }

    @Test
    void forgets_in_silence_what_is_not_wanted_any_more() {
        look(LATE);
        book = book.only(kind -> kind != AlertKind.SCHEDULE_LATE);
        pass(SETTLE);
        assertThat(look()).isEmpty();
    }

    @Test
    void knows_the_latest_jobs_that_its_messages_became() {
        AlertMessage message = new AlertMessage("m", "ops", START, List.of(), 0);
        book = book.with(message);
        for (long job = 1; job <= 25; job++) {
            book = book.sent(message, job);
        }
        book = book.sent(message, 25);
        assertThat(book.outbox()).isEmpty();
        assertThat(book.jobs()).hasSize(Book.MOST_JOBS).startsWith(25L, 24L).endsWith(6L);
    }

    @Test
    void stays_small_enough_for_a_setting_whatever_is_found() {
        String text = "\"".repeat(400);
        Condition[] many = IntStream.range(0, 400)
                .mapToObj(n -> new Condition(AlertKind.SCHEDULE_LATE, text.substring(0, 100) + n, text, text, START))
                .toArray(Condition[]::new);
        now = now.plusSeconds(1);
        book = book.reckon("ops", List.of(many), now, new Book.Manner(SETTLE, null, false), () -> "id");
        assertThat(book.entries()).hasSize(Book.MOST_ENTRIES);
        assertThat(book.outbox().get(0).items())
                .hasSize(Book.MOST_ITEMS)
                .allSatisfy(item -> assertThat(item.event()).isEqualTo(Event.RAISED));
        assertThat(book.outbox().get(0).more()).isEqualTo(400 - Book.MOST_ITEMS);
        assertThat(new dev.rota.jackson.JacksonCodec().encode(book)).hasSizeLessThan(256 * 1024);
    }
}
