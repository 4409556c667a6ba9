package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.web.AttentionFinder.Found;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is shown where more is the matter than there is room for. */
final class AttentionFinderTest {
    private static List<Attention> kind(String name, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Attention(Look.LATE, name + number, "href", "text", null, null, "Open"))
                .toList();
    }

    private static List<String> shown(Found found) {
        return found.shown().stream().map(Attention::name).toList();
    }

    @Test
    void many_of_one_kind_leave_room_for_the_others_and_the_worst_kind_stands_first() {
        Found found = Found.of(List.of(kind("late", 40), kind("failed", 2), List.of(), kind("lost", 1)));
        assertThat(shown(found))
                .containsExactly("late1", "late2", "late3", "late4", "late5", "failed1", "failed2", "lost1");
        assertThat(found.more()).isEqualTo(35);
    }

    @Test
    void all_is_shown_as_long_as_there_is_room() {
        Found found = Found.of(List.of(kind("late", 6), kind("failed", 2)));
        assertThat(shown(found)).hasSize(8);
        assertThat(found.more()).isZero();
        assertThat(Found.of(List.of()).shown()).isEmpty();
    }

    @Test
    void of_more_kinds_than_there_is_room_for_the_least_are_left_out() {
        List<List<Attention>> kinds = IntStream.rangeClosed(1, 10)
                .mapToObj(number -> kind("k" + number + "-", 3))
                .toList();
        Found found = Found.of(kinds);
        assertThat(shown(found)).hasSize(8).startsWith("k1-1").endsWith("k8-1");
        assertThat(found.more()).isEqualTo(22);
    }
}
