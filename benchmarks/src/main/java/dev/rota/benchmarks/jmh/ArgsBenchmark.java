package dev.rota.benchmarks.jmh;

import dev.rota.jackson.JacksonCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Arguments of about 100 bytes, written and read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ArgsBenchmark {
    private final JacksonCodec codec = new JacksonCodec();
    private final Args args = new Args(42, "x".repeat(75));
    private final String json = codec.encode(args);

    /** The arguments. */
    public record Args(long n, String text) {}

    /** As JSON. */
    @Benchmark
    public String encode() {
        return codec.encode(args);
    }

    /** From JSON. */
    @Benchmark
    public Args decode() {
        return codec.decode(json, Args.class);
    }
}
