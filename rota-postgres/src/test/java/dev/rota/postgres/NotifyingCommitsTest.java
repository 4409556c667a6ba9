package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotifyingCommitsTest {
    private final long from = System.nanoTime();
    private final NotifyingCommits commits = new NotifyingCommits();

    @Test
    void the_first_may_notify() {
        assertThat(commits.begin(from)).isTrue();
    }

    @Test
    void only_one_at_a_time() {
        commits.begin(from);

        assertThat(commits.begin(from + 1_000_000)).isFalse();
    }

    @Test
    void after_one_none_for_eight_times_as_long_as_it_took() {
        commits.begin(from);
        commits.end(from + 100);

        assertThat(commits.begin(from + 899)).isFalse();
        assertThat(commits.begin(from + 900)).isTrue();
    }

    @Test
    void the_slower_the_longer() {
        commits.begin(from);
        commits.end(from + 100);
        commits.begin(from + 900);
        commits.end(from + 1_900);

        assertThat(commits.begin(from + 9_899)).isFalse();
        assertThat(commits.begin(from + 9_900)).isTrue();
    }
}
