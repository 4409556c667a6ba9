package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.JobState;
import dev.rota.store.Finding;
import dev.rota.store.JobStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store says of its database. */
public abstract class DiagnosisContract extends StoreContract {
    /** Databases of tests wait for no disk, and say so. */
    private static final Set<String> OF_TESTS = Set.of("fsync-off", "full-page-writes-off", "synchronous-commit-off");

    protected DiagnosisContract(ContractStore fixture) {
        super(fixture);
    }

    @Test
    void nothing_grave_is_found_in_a_fresh_database() {
        assertThat(store.diagnose())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(Finding::code)
                .isSubsetOf(OF_TESTS);
    }

    @Test
    void what_retention_should_have_deleted_is_told_until_it_is() {
        JobStore.Retention week = new JobStore.Retention(Duration.ofDays(7), Duration.ofDays(7), Duration.ofDays(7));
        store.jobs().prune(week, 1_000);
        long worker = worker();
        end(running(worker), SUCCEED);
        clock.advance(Duration.ofDays(8));
        assertThat(overdue(week)).isEmpty();
        clock.advance(Duration.ofDays(5));

        assertThat(overdue(week))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.found()).endsWith("are still there; they are kept for 7 days."));
        store.jobs().prune(week, 1_000);
        assertThat(overdue(week)).isEmpty();
    }

    private List<Finding> overdue(JobStore.Retention retention) {
        return store.glance(retention).stream()
                .filter(finding -> finding.code().equals("retention-behind"))
                .toList();
    }

    @Test
    void a_diagnosis_changes_nothing_and_may_be_repeated() {
        long id = enqueue(job());
        assertThat(store.diagnose()).isEqualTo(store.diagnose());
        assertThat(state(id)).isEqualTo(JobState.QUEUED);
    }
}
