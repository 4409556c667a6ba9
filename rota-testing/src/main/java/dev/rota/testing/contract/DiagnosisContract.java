package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.JobState;
import dev.rota.store.Finding;
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
    void a_diagnosis_changes_nothing_and_may_be_repeated() {
        long id = enqueue(job());
        assertThat(store.diagnose()).isEqualTo(store.diagnose());
        assertThat(state(id)).isEqualTo(JobState.QUEUED);
    }
}
