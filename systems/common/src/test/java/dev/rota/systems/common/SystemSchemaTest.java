package dev.rota.systems.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

class SystemSchemaTest {
    private static final SystemSchema SAMPLE = SystemSchema.of("sample");

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void several_systems_share_a_database_each_with_its_history(TestDatabase database) {
        try (FreshDatabase fresh = database.open(SystemSchema.COMMON, SAMPLE)) {
            assertThat(fresh.count("core_schema_history where version = '1'")).isEqualTo(1);
            assertThat(fresh.count("sample_schema_history where version = '1'")).isEqualTo(1);
            assertThat(fresh.count("core_message")).isZero();
            assertThat(fresh.count("sample_thing")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void migrating_again_keeps_everything(TestDatabase database) {
        try (FreshDatabase fresh = database.open(SystemSchema.COMMON, SAMPLE)) {
            fresh.jdbc().sql("insert into sample_thing (name) values ('kept')").update();

            SystemSchema.COMMON.migrate(fresh.dataSource());
            SAMPLE.migrate(fresh.dataSource());

            assertThat(fresh.count("sample_thing where name = 'kept'")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void processes_that_start_together_migrate_once(TestDatabase database) throws Exception {
        try (FreshDatabase fresh = database.open()) {
            CountDownLatch start = new CountDownLatch(1);
            ExecutorService threads = Executors.newFixedThreadPool(3);
            List<Future<?>> starts = IntStream.range(0, 3)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        start.await();
                        SystemSchema.COMMON.migrate(fresh.dataSource());
                        SAMPLE.migrate(fresh.dataSource());
                        return null;
                    }))
                    .toList();
            start.countDown();
            for (Future<?> each : starts) {
                each.get();
            }
            threads.shutdown();

            assertThat(fresh.count("core_schema_history where version = '1' and success = "
                            + (database == TestDatabase.SQLITE ? "1" : "true")))
                    .isEqualTo(1);
            assertThat(fresh.count("sample_thing")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void generated_ids_go_on_after_loaded_ones(TestDatabase database) {
        try (FreshDatabase fresh = database.open(SystemSchema.COMMON, SAMPLE)) {
            fresh.transactions().executeWithoutResult(tx -> {
                fresh.jdbc()
                        .sql("insert into sample_thing (id, name) values (7, 'loaded')")
                        .update();
                SystemSchema.advanceIdentity(fresh.dataSource(), "sample_thing");
            });

            Long id = fresh.jdbc()
                    .sql("insert into sample_thing (name) values ('new') returning id")
                    .query(Long.class)
                    .single();

            assertThat(id).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void checks_hold_on_both_databases(TestDatabase database) {
        try (FreshDatabase fresh = database.open(SystemSchema.COMMON)) {
            assertThatThrownBy(() -> fresh.jdbc()
                            .sql(
                                    "insert into core_email_address (address, status, changed_at) values ('a@b', 'odd', 0)")
                            .update())
                    .isInstanceOf(DataAccessException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_system_without_migrations_is_an_error(TestDatabase database) {
        try (FreshDatabase fresh = database.open()) {
            assertThatThrownBy(() -> SystemSchema.of("absent").migrate(fresh.dataSource()))
                    .isInstanceOf(FlywayException.class)
                    .hasMessageContaining("db/migration/absent");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Library", "lib-rary", "1library", "../common"})
    void an_odd_system_name_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SystemSchema.of(name))
                .withMessageStartingWith("System name: expected lower-case letters and digits");
    }
}
