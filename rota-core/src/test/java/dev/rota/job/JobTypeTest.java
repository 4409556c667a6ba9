package dev.rota.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class JobTypeTest {
    record Greeting(String name) {}

    @Test
    void keeps_what_it_is_given() {
        JobType<Greeting> type = JobType.of("users.greet", Greeting.class)
                .queue("mail")
                .retries(5)
                .priority(-3)
                .timeout(Duration.ofSeconds(9));

        assertThat(type.settings().queue()).isEqualTo("mail");
        assertThat(type.settings().maxAttempts()).isEqualTo(6);
        assertThat(type.settings().priority()).isEqualTo(-3);
        assertThat(type.settings().timeout()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void goes_by_the_handlers_type_in_what_it_does_not_set_itself() {
        JobType<Greeting> registered = JobType.of("users.greet", Greeting.class)
                .queue("mail")
                .retries(5)
                .priority(-3)
                .timeout(Duration.ofSeconds(9));
        JobType<Greeting> bare = JobType.of("users.greet", Greeting.class);

        assertThat(bare.settings(registered)).isEqualTo(registered.settings());
        // Also if what it sets is what would be so anyway.
        JobType.Settings mixed = bare.queue("default").priority(0).settings(registered);
        assertThat(mixed.queue()).isEqualTo("default");
        assertThat(mixed.priority()).isZero();
        assertThat(mixed.maxAttempts()).isEqualTo(6);
        assertThat(mixed.timeout()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void takes_the_version_of_the_handlers_type_only_with_its_class_of_arguments() {
        record OldGreeting(String who) {}
        JobType<Greeting> registered = JobType.of("users.greet", Greeting.class).version(2, map -> map);

        assertThat(JobType.of("users.greet", Greeting.class)
                        .settings(registered)
                        .version())
                .isEqualTo(2);
        assertThat(JobType.of("users.greet", OldGreeting.class)
                        .settings(registered)
                        .version())
                .isEqualTo(1);
    }

    @Test
    void refuses_a_name_that_is_none() {
        assertThatThrownBy(() -> JobType.of("loans mark", Greeting.class))
                .hasMessageContaining("\"loans mark\" is not a name")
                .hasMessageContaining("expected 1 to 100 letters");
    }

    @Test
    void refuses_a_version_that_leaves_one_out() {
        assertThatThrownBy(() -> JobType.of("a", Greeting.class).version(3, map -> map))
                .hasMessageContaining("expected 2");
    }

    @Test
    void a_unique_key_with_a_period_counts_every_state() {
        UniqueKey key = UniqueKey.of("k").period(Duration.ofHours(1));

        assertThat(key.states()).containsExactlyInAnyOrder(JobState.values());
        assertThat(UniqueKey.of("k").states()).isEqualTo(JobState.live());
    }

    @Test
    void a_unique_key_with_a_period_keeps_the_states_that_were_set_before() {
        UniqueKey key = UniqueKey.of("k").states(Set.of(JobState.QUEUED)).period(Duration.ofHours(1));

        assertThat(key.states()).containsExactly(JobState.QUEUED);
        assertThat(UniqueKey.of("k")
                        .period(Duration.ofHours(1))
                        .states(JobState.live())
                        .states())
                .isEqualTo(JobState.live());
    }

    @Test
    void refuses_a_number_of_retries_by_its_own_name() {
        for (int retries : new int[] {-1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> JobType.of("a").retries(retries))
                    .hasMessage("Retries is " + retries + ", expected 0 to 2147483646");
        }
    }
}
