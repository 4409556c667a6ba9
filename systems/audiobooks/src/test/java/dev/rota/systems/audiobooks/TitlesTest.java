package dev.rota.systems.audiobooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.audiobooks.catalogue.Titles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitlesTest {
    @ParameterizedTest
    @CsvSource({
        "Orbit (version 2), orbit",
        "Orbit (Version 12) (Dramatic Reading), orbit",
        "'Thuvia, Maid of Mars', thuvia maid of mars",
        "The Wonderful Wizard of Oz, wonderful wizard of oz",
        "Les Misérables, les miserables",
        "Swann's Way, swanns way",
        "A, a",
        "(version 2), version 2",
        "???, ???"
    })
    void recordings_of_a_work_have_the_same_normalised_title(String title, String normalised) {
        assertThat(Titles.normalised(title)).isEqualTo(normalised);
    }

    @Test
    void an_abridged_text_is_another_work() {
        assertThat(Titles.normalised("Orbit (Abridged)")).isNotEqualTo(Titles.normalised("Orbit"));
    }

    @Test
    void positions_sort_by_number_then_letter_and_what_is_none_comes_last() {
        assertThat(List.of("10", "2", "1.5", "1a", "1", "prequel").stream()
                        .sorted((a, b) -> Titles.sortKey(a).compareTo(Titles.sortKey(b))))
                .containsExactly("1", "1a", "1.5", "2", "10", "prequel");
    }
}
