package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.FailureStore;
import dev.rota.store.FailureStore.Mute;
import dev.rota.store.FailureStore.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators say of failures that are alike: seen, muted, resolved, dealt with elsewhere. */
public abstract class FailureTriageContract extends FailureFixture {
    protected FailureTriageContract(ContractStore fixture) {
        super(fixture);
    }

    @Test
    void a_group_is_new_for_a_day_unless_somebody_has_seen_it() {
        long worker = worker();
        failOne(worker, ALIKE);
        failOne(worker, OTHER);

        assertThat(failures().acknowledge(ALIKE, "ann")).isTrue();
        assertThat(status(ALIKE)).isEqualTo(Status.ONGOING);
        assertThat(status(OTHER)).isEqualTo(Status.NEW);
        clock.advance(Duration.ofDays(1));
        assertThat(status(OTHER)).isEqualTo(Status.ONGOING);
    }

    @Test
    void a_group_is_muted_until_a_time() {
        failOne(worker(), ALIKE);

        assertThat(failures().mute(ALIKE, new Mute("ann", START, "known", START.plus(HOUR), null, null)))
                .isTrue();
        assertThat(status(ALIKE)).isEqualTo(Status.MUTED);
        assertThat(group(ALIKE).mute()).isEqualTo(new Mute("ann", START, "known", START.plus(HOUR), null, null));
        clock.advance(HOUR);
        assertThat(status(ALIKE)).isEqualTo(Status.NEW);
    }

    @Test
    void a_group_is_muted_for_a_number_of_failures() {
        long worker = worker();
        failOne(worker, ALIKE);
        failures().mute(ALIKE, new Mute("ann", START, null, null, 2L, null));

        failOne(worker, ALIKE);
        assertThat(status(ALIKE)).isEqualTo(Status.MUTED);
        failOne(worker, ALIKE);
        assertThat(status(ALIKE)).isNotEqualTo(Status.MUTED);
        assertThat(group(ALIKE).mute()).isNull();
    }

    @Test
    void a_group_is_muted_until_another_version_fails() {
        failOne(workerOf("1.0"), ALIKE);
        failures().mute(ALIKE, new Mute("ann", START, null, null, null, "1.0"));

        failOne(workerOf("1.0"), ALIKE);
        assertThat(status(ALIKE)).isEqualTo(Status.MUTED);
        failOne(workerOf("1.1"), ALIKE);
        assertThat(status(ALIKE)).isEqualTo(Status.NEW);
    }

    @Test
    void a_group_is_muted_until_somebody_ends_it() {
        failOne(worker(), ALIKE);
        failures().mute(ALIKE, new Mute("ann", START, null, null, null, null));
        clock.advance(Duration.ofDays(20));

        assertThat(status(ALIKE)).isEqualTo(Status.MUTED);
        assertThat(failures().unmute(ALIKE)).isTrue();
        assertThat(failures().unmute(ALIKE)).isFalse();
        assertThat(status(ALIKE)).isEqualTo(Status.ONGOING);
    }

    @Test
    void a_group_that_fails_again_after_it_was_resolved_has_regressed() {
        long worker = worker();
        failOne(worker, ALIKE);
        failures().acknowledge(ALIKE, "ann");
        assertThat(failures().resolve(ALIKE, "ann", null)).isTrue();
        assertThat(status(ALIKE)).isEqualTo(Status.RESOLVED);
        assertThat(group(ALIKE).resolution()).isEqualTo(new FailureStore.Resolution("ann", START, null));

        clock.advance(HOUR);
        failOne(worker, ALIKE);
        assertThat(status(ALIKE)).isEqualTo(Status.REGRESSED);
        assertThat(group(ALIKE).regressedAt()).isEqualTo(START.plus(HOUR));
        failures().acknowledge(ALIKE, "ann");
        assertThat(status(ALIKE)).isEqualTo(Status.ONGOING);
    }

    @Test
    void what_is_resolved_in_a_version_regresses_only_when_another_version_fails() {
        failOne(workerOf("1.0"), ALIKE);
        failures().resolve(ALIKE, "ann", "1.1");

        failOne(workerOf("1.0"), ALIKE);
        assertThat(status(ALIKE)).isEqualTo(Status.RESOLVED);
        failOne(workerOf("1.1"), ALIKE);
        assertThat(status(ALIKE)).isEqualTo(Status.REGRESSED);
    }

    @Test
    void a_group_is_linked_to_where_it_is_dealt_with() {
        failOne(worker(), ALIKE);

        assertThat(failures().link(ALIKE, "https://tracker.example/7")).isTrue();
        assertThat(group(ALIKE).link()).isEqualTo("https://tracker.example/7");
        failures().link(ALIKE, null);
        assertThat(group(ALIKE).link()).isNull();
    }

    @Test
    void nothing_is_done_to_a_group_that_there_is_not() {
        assertThat(failures().find(ALIKE)).isEmpty();
        assertThat(failures().mute(ALIKE, new Mute("ann", START, null, null, null, null)))
                .isFalse();
        assertThat(failures().unmute(ALIKE)).isFalse();
        assertThat(failures().acknowledge(ALIKE, "ann")).isFalse();
        assertThat(failures().resolve(ALIKE, "ann", null)).isFalse();
        assertThat(failures().link(ALIKE, "x")).isFalse();
        assertThat(failures().hours(List.of(ALIKE), START)).isEmpty();
    }
}
