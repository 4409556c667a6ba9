package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Rota;
import dev.rota.job.ArgsException;
import dev.rota.job.JobType;
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
}
