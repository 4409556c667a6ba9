package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.rota.job.JobState;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables are brought to the version that the program knows, and never away from a later one. */
public abstract class MigrationContract extends StoreContract {
    private boolean readable = true;

    protected MigrationContract(ContractStore fixture) {
        super(fixture);
    }

    @Override
    Store open() {
        return fixture.unmigrated(clock);
    }

    @Override
    void checkInvariants() {
        if (readable) {
            super.checkInvariants();
        }
    }

    @Test
    void an_empty_database_is_ready_after_migration() {
        store.migrate();
        assertThat(state(enqueue(job()))).isEqualTo(JobState.QUEUED);
    }

    @Test
    void a_second_migration_changes_nothing() {
        store.migrate();
        long id = enqueue(job());
        store.migrate();
        assertThat(state(id)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void another_program_finds_what_stands_there() {
        store.migrate();
        long id = enqueue(job());
        Store other = anotherStore();
        other.migrate();
        assertThat(other.archive().find(id)).contains(find(id));
    }

    @Test
    void programs_that_start_together_migrate_once() {
        List<Store> stores = List.of(store, anotherStore(), anotherStore(), anotherStore());
        Threads.together(
                4,
                thread -> Threads.insisting(() -> {
                    stores.get(thread).migrate();
                    return true;
                }));
        assertThat(state(enqueue(job()))).isEqualTo(JobState.QUEUED);
    }

    @Test
    void tables_of_a_later_version_are_refused_and_the_message_says_what_to_do() throws SQLException {
        store.migrate();
        fixture.pretendLaterVersion();
        readable = false;
        assertThatThrownBy(store::migrate)
                .asInstanceOf(type(StoreException.class))
                .satisfies(e -> assertThat(e.isWorthRetrying()).isFalse())
                .extracting(Throwable::getMessage)
                .asString()
                .contains("version")
                .containsAnyOf("newer", "update");
    }

    @Test
    void the_steps_can_be_read_in_order() {
        readable = false;
        List<Store.Migration> steps = store.migrations();
        assertThat(steps).isNotEmpty();
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i).version()).isEqualTo(i + 1);
            assertThat(steps.get(i).name()).isNotBlank();
            assertThat(steps.get(i).sql()).isNotBlank();
        }
        assertThat(steps.get(0).sql()).contains("rota_job");
    }
}
