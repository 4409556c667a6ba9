package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Rota;
import dev.rota.job.ArgsException;
import dev.rota.job.JobType;
import dev.rota.job.RotaException;
import dev.rota.schedule.Schedule;
import dev.rota.store.JobArchive.Query;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is refused before anything of it is stored. */
public abstract class EngineRefusalContract extends EngineFixture {
    private static final Duration DAY = Duration.ofDays(1);

    protected EngineRefusalContract(ContractStore fixture) {
        super(fixture);
    }

    @Test
    @SuppressWarnings("NullAway")
    void null_is_refused_where_a_type_takes_arguments() {
        Rota rota = rota(with -> {});
        List<ThrowingCallable> ways = List.of(
                () -> rota.enqueue(WORK, null),
                () -> rota.job(WORK, null),
                () -> rota.enqueueAll(WORK, Stream.of("x", null)),
                () -> Schedule.every("daily", DAY).runs(WORK, null));

        assertThat(ways)
                .allSatisfy(way -> assertThatThrownBy(way)
                        .isInstanceOf(ArgsException.class)
                        .hasMessage("Job type engine.work takes String, found null"));
        assertThat(rota.jobs().list(Query.NEWEST)).isEmpty();
    }

    @Test
    void a_type_without_arguments_needs_none() {
        Rota rota = rota(with -> {});
        JobType<Void> plain = JobType.of("engine.plain");
        rota.schedules().put(Schedule.every("daily", DAY).runs(plain));

        assertThat(rota.enqueue(plain)).isPositive();
        assertThat(rota.schedules().find("daily")).isPresent();
    }

    @Test
    void two_schedules_of_one_name_are_refused() {
        Rota rota = rota(with -> {});
        Schedule daily = Schedule.every("same", DAY).runs(WORK, "a");
        Schedule hourly = Schedule.every("same", Duration.ofHours(1)).runs(WORK, "b");
        List<ThrowingCallable> ways = List.of(
                () -> rota.schedules().put(daily, hourly),
                () -> rota.schedules().define(List.of(daily, hourly)));

        assertThat(ways)
                .allSatisfy(way -> assertThatThrownBy(way)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("Two schedules have the name same: give one of them another"));
        assertThat(rota.schedules().list()).isEmpty();
    }

    @Test
    void a_second_handler_of_a_type_is_refused_by_where_both_are_written() {
        JobType<Integer> number = JobType.of(WORK.name(), Integer.class);

        assertThatThrownBy(
                        () -> rota(with -> with.handler(WORK, (args, job) -> {}).handler(number, (args, job) -> {})))
                .isInstanceOf(RotaException.class)
                .hasMessage(
                        "Job type engine.work has two handlers: a lambda in " + EngineRefusalContract.class.getName()
                                + " for String and a lambda in " + EngineRefusalContract.class.getName()
                                + " for Integer. Keep one, or give one of them a type of its own");
    }

    @Test
    @SuppressWarnings("NullAway")
    void a_handler_that_is_null_is_refused_when_it_is_added() {
        assertThatThrownBy(() -> rota(with -> with.handler(WORK, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Handler of job type engine.work is null, expected one");
    }

    @Test
    void a_timeout_of_one_job_is_more_than_zero_as_that_of_its_type_is() {
        Rota rota = rota(with -> {});
        for (Duration timeout : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> rota.job(WORK, "x").timeout(timeout))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Timeout is " + timeout + ", expected more than zero");
        }
    }

    @Test
    void arguments_too_long_to_be_read_again_are_refused() {
        Rota rota = rota(with -> {});
        // In quotation marks.
        String longest = "x".repeat(9_999_998);
        long id = rota.enqueue(WORK, longest);

        assertThat(rota.jobs().find(id).orElseThrow().args()).hasSize(10_000_000);
        assertThatThrownBy(() -> rota.enqueue(WORK, longest + "x"))
                .isInstanceOf(ArgsException.class)
                .hasMessage("Arguments of job type engine.work have 10000001 characters as JSON, expected at most"
                        + " 10000000: store what is long elsewhere, and pass where it is");
    }
}
