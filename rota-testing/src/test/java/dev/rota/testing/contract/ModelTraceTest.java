package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelTraceTest {
    private static final int TRACES = 100;
    private static final Pattern SHORTENED = Pattern.compile("shortened to (\\d+) of 60 steps");

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
        assertThat(failure).contains("store.jobs().enqueue(List.of(job().queue(");
    }

    @Test
    void a_seed_gives_the_same_trace_each_time() {
        assertThat(TraceStep.trace(7, 60)).isEqualTo(TraceStep.trace(7, 60)).isNotEqualTo(TraceStep.trace(8, 60));
    }
}
