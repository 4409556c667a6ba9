package dev.rota.benchmarks.jmh;

import dev.rota.schedule.Trigger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The next instant of a cron expression, in a zone with summer time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CronBenchmark {
    @Param({"*/5 * * * *", "0 3 * * SUN", "30 2 * * *", "0 0 29 2 *", "0 0 30 2 *"})
    public String expression = "";

    private Trigger trigger = Trigger.cron("* * * * *", ZoneId.of("UTC"));
    private Instant after = Instant.parse("2026-03-01T12:34:56Z");

    /** Once for each expression. */
    @Setup
    public void parse() {
        trigger = Trigger.cron(expression, ZoneId.of("Europe/Berlin"));
        after = Instant.parse("2026-03-01T12:34:56Z");
    }

    /** The next instant. */
    @Benchmark
    public Optional<Instant> next() {
        return trigger.next(after);
    }
}
