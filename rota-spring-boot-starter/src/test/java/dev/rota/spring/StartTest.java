package dev.rota.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.engine.EngineSettings;
import dev.rota.job.ArgsCodec;
import dev.rota.job.JobContext;
import dev.rota.job.JobHandler;
import dev.rota.job.JobType;
import dev.rota.schedule.StoredSchedule;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** What an application gets that sets nothing, and what it is told that sets something wrong. */
class StartTest {
    @TempDir
    Path directory;

    private ApplicationContextRunner runner;

    @BeforeEach
    void sqlite() {
        runner = plain().withPropertyValues("spring.datasource.url=jdbc:sqlite:" + directory.resolve("app.db"));
    }

    private ApplicationContextRunner plain() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        RotaDataSourceAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        RotaAutoConfiguration.class));
    }

    /** What Spring Boot would show. */
    static String shown(@Nullable Throwable failure) {
        if (failure == null) {
            throw new AssertionError("The context started");
        }
        FailureAnalysis analysis = new RotaFailureAnalyzer().analyze(failure);
        if (analysis == null) {
            throw new AssertionError("Not a failure that is explained", failure);
        }
        return analysis.getDescription() + "\n" + analysis.getAction();
    }

    private void fails(Class<?> configuration, String... expected) {
        fails(runner.withUserConfiguration(configuration), expected);
    }

    private static void fails(ApplicationContextRunner runner, String... expected) {
        runner.run(context -> {
            assertThat(context).hasFailed();
            assertThat(shown(context.getStartupFailure())).contains(expected);
        });
    }

    @Test
    void without_a_database_jobs_stand_in_a_sqlite_file() {
        plain().withClassLoader(new FilteredClassLoader("org.h2"))
                .withPropertyValues("rota.sqlite.file=" + directory.resolve("rota.db"))
                .run(context -> {
                    Rota rota = context.getBean(Rota.class);
                    assertThat(rota.store().describe()).contains("SQLite").contains("rota.db");
                    assertThat(rota.workerId()).isPresent();
                });
    }

    @Test
    void another_database_is_refused_and_the_way_out_is_named() {
        fails(
                plain().withPropertyValues("spring.datasource.url=jdbc:h2:mem:app"),
                "PostgreSQL or SQLite",
                "is H2",
                "rota.datasource=separate");
    }

    @Test
    void beside_another_database_jobs_stand_in_a_file_of_their_own() {
        plain().withPropertyValues(
                        "spring.datasource.url=jdbc:h2:mem:app",
                        "rota.datasource=separate",
                        "rota.sqlite.file=" + directory.resolve("jobs.db"))
                .run(context -> assertThat(context.getBean(Rota.class).store().describe())
                        .contains("jobs.db"));
    }

    @Test
    void an_unknown_property_stops_the_start_with_the_one_that_was_meant() {
        fails(
                runner.withPropertyValues("rota.worker.slot=3", "rota.wroker.grace=3s"),
                "rota.worker.slot is not known. Did you mean rota.worker.slots?",
                "rota.wroker.grace is not known. Did you mean rota.worker.grace?");
    }

    @Test
    void properties_may_be_written_in_any_case_and_queues_have_any_name() {
        runner.withPropertyValues("rota.worker.maxCrashes=5", "rota.worker.queue-slots.mail=2")
                .run(context -> {
                    RotaProperties properties = context.getBean(RotaProperties.class);
                    assertThat(properties.worker().maxCrashes()).isEqualTo(5);
                    assertThat(properties.worker().queueSlots()).containsEntry("mail", 2);
                });
    }

    @Test
    void properties_that_contradict_each_other_stop_the_start() {
        fails(
                runner.withPropertyValues("rota.worker.grace=40s", "spring.lifecycle.timeout-per-shutdown-phase=30s"),
                "rota.worker.grace is 40 s",
                "Set rota.worker.grace to less");
        fails(
                runner.withPropertyValues("rota.postgres.url=jdbc:postgresql://localhost/jobs"),
                "rota.postgres.url is set",
                "Remove rota.postgres.url");
    }

    @Test
    void a_bean_that_leaves_the_handlers_out_stops_the_start() {
        fails(
                runner.withUserConfiguration(Disabled.class, OwnRota.class),
                "has no handler for tidy (Disabled.tidy)",
                "RotaBuilderCustomizer");
    }

    @Test
    void a_bean_that_has_the_handlers_is_taken() {
        runner.withUserConfiguration(OwnRota.class)
                .run(context ->
                        assertThat(context.getBean(Rota.class).type("own")).isPresent());
    }

    @Test
    void a_setting_of_the_worker_that_is_wrong_is_named() {
        fails(
                runner.withPropertyValues("rota.worker.lease=1s"),
                "Lease is PT1S, expected PT2S or more",
                "Correct the property rota.worker.lease");
        fails(
                runner.withPropertyValues("rota.worker.max-crashes=-1"),
                "Max crashes is -1",
                "Correct the property rota.worker.max-crashes");
    }

    @Test
    void a_database_that_does_not_open_is_named_with_the_properties_that_say_which() {
        fails(
                plain().withPropertyValues("spring.datasource.url=jdbc:sqlite::memory:"),
                "connects to jdbc:sqlite::memory:",
                "below spring.datasource");
        fails(
                plain().withPropertyValues("spring.datasource.url=jdbc:sqlite:" + directory.resolve("nowhere/app.db")),
                "nowhere/app.db",
                "Check spring.datasource.url");
        fails(
                plain().withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:1/shop"),
                "Connection to localhost:1 refused",
                "Check spring.datasource.url");
        fails(
                plain().withPropertyValues(
                                "rota.datasource=separate", "rota.postgres.url=jdbc:postgresql://localhost:abc/jobs"),
                "localhost:abc/jobs",
                "below rota.postgres");
    }

    @Test
    void a_process_that_only_enqueues_has_no_worker() {
        runner.withPropertyValues("rota.worker.enabled=false").run(context -> {
            Rota rota = context.getBean(Rota.class);
            assertThat(rota.workerId()).isEmpty();
            assertThat(rota.enqueue(JobType.of("some.job"))).isPositive();
        });
    }

    @Test
    void without_rota_there_is_none() {
        runner.withPropertyValues("rota.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Rota.class));
    }

    @Test
    void all_wrong_handlers_are_named_at_once() {
        fails(
                WrongHandlers.class,
                "Job type twice.named has two handlers",
                "WrongHandlers.twoRecords takes 2 parameters",
                "WrongHandlers.promises returns a CompletableFuture",
                "WrongHandlers.unnamed has @RotaSchedule, but no @RotaJob",
                "Job type \"bad name\" is not a name",
                "The bean untyped",
                "The bean misfit",
                "put @RotaJob(\"name.of-type\")");
    }

    @Test
    void all_wrong_schedules_are_named_at_once() {
        fails(
                WrongSchedules.class,
                "schedule both has both cron and every",
                "schedule neither has neither cron nor every",
                "bad.cron",
                "Did you mean \"Europe/Riga\"",
                "\"often\" is no duration",
                "Two schedules have the name same",
                "args is not set, expected JSON");
    }

    @Test
    void a_schedule_that_is_disabled_later_is_removed() {
        ApplicationContextRunner scheduled = runner.withUserConfiguration(Disabled.class);
        scheduled.run(context -> assertThat(schedules(context)).contains("tidy"));
        scheduled
                .withPropertyValues("tidy.cron=-")
                .run(context -> assertThat(schedules(context)).isEmpty());
    }

    @Test
    void a_schedule_that_has_gone_from_the_code_of_a_named_application_fires_no_more() {
        ApplicationContextRunner named = runner.withPropertyValues("rota.application=shop");
        named.withUserConfiguration(Disabled.class)
                .run(context -> assertThat(schedules(context)).contains("tidy"));
        named.run(context -> assertThat(tidy(context).orphanedAt()).isNotNull());
        named.withUserConfiguration(Disabled.class)
                .run(context -> assertThat(tidy(context).orphanedAt()).isNull());
    }

    @Test
    void without_a_name_nobody_knows_whose_schedules_they_are() {
        runner.withUserConfiguration(Disabled.class)
                .run(context -> assertThat(schedules(context)).contains("tidy"));
        runner.run(context -> assertThat(tidy(context).orphanedAt()).isNull());
    }

    private static StoredSchedule tidy(ApplicationContext context) {
        return context.getBean(Rota.class).schedules().find("tidy").orElseThrow();
    }

    @Test
    void two_contexts_on_one_file_are_two_workers() {
        runner.run(first -> runner.run(second -> {
            assertThat(first.getBean(Rota.class).workerId().orElseThrow())
                    .isNotEqualTo(second.getBean(Rota.class).workerId().orElseThrow());
            assertThat(second.getBean(Rota.class).store().workers().list()).hasSize(2);
        }));
    }

    @Test
    void properties_that_are_not_set_mean_what_the_core_means() {
        RotaProperties properties =
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("rota", RotaProperties.class);
        EngineSettings core = EngineSettings.DEFAULTS;
        RotaProperties.Worker worker = properties.worker();
        assertThat(new EngineSettings(
                        core.workerName(),
                        core.version(),
                        worker.slots(),
                        worker.queueSlots(),
                        worker.poll(),
                        worker.lease(),
                        worker.grace(),
                        worker.maxCrashes(),
                        RotaAutoConfiguration.retention(properties.retention()),
                        RotaAutoConfiguration.consoleRetention(properties.retention())))
                .isEqualTo(core);
        assertThat(properties.sqlite().busyTimeout()).isEqualTo(SqliteSettings.DEFAULTS.busyTimeout());
    }

    private static List<String> schedules(ApplicationContext context) {
        return context.getBean(Rota.class).schedules().list().stream()
                .map(schedule -> schedule.name())
                .toList();
    }

    static class Disabled {
        @RotaJob("tidy")
        @RotaSchedule(cron = "${tidy.cron:@daily}")
        void tidy() {}
    }

    static class OwnRota {
        @Bean
        Rota rota(Store store, ArgsCodec codec) {
            return Rota.builder(store, codec)
                    .handler(JobType.of("own"), (args, job) -> {})
                    .build();
        }
    }

    static class WrongHandlers {
        record One(int a) {}

        record Two(int b) {}

        @RotaJob("twice.named")
        void first() {}

        @RotaJob("twice.named")
        void second(JobContext job) {}

        @RotaJob("two.records")
        void twoRecords(One one, Two two) {}

        @RotaJob("promises")
        @Nullable
        CompletableFuture<String> promises() {
            return null;
        }

        @RotaSchedule(cron = "@daily")
        void unnamed() {}

        @RotaJob("bad name")
        void badName() {}

        @Bean
        JobHandler<One> untyped() {
            return (args, job) -> {};
        }

        @Bean
        JobType<Two> twoType() {
            return JobType.of("two.type", Two.class);
        }

        @Bean
        @RotaJob("two.type")
        JobHandler<One> misfit() {
            return (args, job) -> {};
        }
    }

    static class WrongSchedules {
        record Needy(int a) {}

        @RotaJob("both")
        @RotaSchedule(cron = "@daily", every = "1h")
        void both() {}

        @RotaJob("neither")
        @RotaSchedule
        void neither() {}

        @RotaJob("bad.cron")
        @RotaSchedule(cron = "61 * * * *")
        void badCron() {}

        @RotaJob("bad.zone")
        @RotaSchedule(cron = "@daily", zone = "Europe/Rigga")
        void badZone() {}

        @RotaJob("bad.every")
        @RotaSchedule(every = "often")
        void badEvery() {}

        @RotaJob("same")
        @RotaSchedule(cron = "@daily")
        @RotaSchedule(cron = "@weekly")
        void same() {}

        @RotaJob("needy")
        @RotaSchedule(cron = "@daily")
        void needy(Needy needy) {}
    }
}
