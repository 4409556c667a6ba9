package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.testing.TestClock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelTraceTest {
    private static final int TRACES = 100;
    private static final Pattern SHORTENED = Pattern.compile("shortened to (\\d+) of 60 steps");

    private static final String SHOWN = """
            package dev.rota.testing.contract;

            import static org.assertj.core.api.Assertions.assertThatThrownBy;

            import dev.rota.job.*;
            import dev.rota.store.QueueStore.Limits;
            import dev.rota.store.Transition;
            import java.time.Duration;
            import java.util.List;
            import java.util.Set;
            import org.junit.jupiter.api.Test;

            abstract class Shown extends StoreContract {
                Shown(ContractStore fixture) {
                    super(fixture);
                }

            %s
            }
            """;

    private static @Nullable String firstFailure(ModelStore.Fault fault) {
        for (long seed = 1; seed <= TRACES; seed++) {
            String failure = ModelTraceContract.failure(clock -> ModelStore.open(clock, fault), seed, 60);
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    @Test
    void a_store_that_does_what_the_model_does_passes() {
        assertThat(firstFailure(ModelStore.Fault.NONE)).isNull();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_fault_is_found_and_shown_by_a_short_trace(ModelStore.Fault fault) {
        String failure = firstFailure(fault);
        assertThat(failure).as("a trace that fails").isNotNull().contains("rota.trace.seed=", "expected", "found");
        Matcher shortened = SHORTENED.matcher(String.valueOf(failure));
        assertThat(shortened.find()).isTrue();
        assertThat(Integer.parseInt(shortened.group(1))).isLessThanOrEqualTo(8);
        assertThat(failure).contains("enqueueAll(List.of(job().queue(");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_trace_that_fails_is_shown_as_java_that_compiles(ModelStore.Fault fault) {
        String failure = String.valueOf(firstFailure(fault));
        String method = failure.substring(failure.indexOf("    @Test"), failure.indexOf("After it, "));
        assertThat(JavaText.errors("Shown", SHOWN.formatted(method))).isEmpty();
    }

    /** Long traces use every verb. */
    @Test
    void a_whole_trace_is_java_that_compiles() {
        for (long seed = 1; seed <= 5; seed++) {
            TestClock clock = TestClock.at(StoreContract.START);
            TraceRun run = new TraceRun(ModelStore.open(clock, ModelStore.Fault.NONE), clock);
            assertThat(run.run(TraceStep.trace(seed, 200))).isNull();
            String method = "@Test void trace() {" + String.join("\n", run.lines()) + "\n}";
            assertThat(JavaText.errors("Shown", SHOWN.formatted(method))).isEmpty();
        }
    }

    @Test
    void a_seed_gives_the_same_trace_each_time() {
        assertThat(TraceStep.trace(7, 60)).isEqualTo(TraceStep.trace(7, 60)).isNotEqualTo(TraceStep.trace(8, 60));
    }
}
