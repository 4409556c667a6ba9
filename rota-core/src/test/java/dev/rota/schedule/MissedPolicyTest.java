package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissedPolicyTest {

    @Test
    void reads_what_it_writes() {
        for (MissedPolicy policy : List.of(MissedPolicy.RUN_ONCE, MissedPolicy.SKIP, MissedPolicy.runEach(12))) {
            assertThat(MissedPolicy.parse(policy.text())).isEqualTo(policy);
        }
        assertThat(MissedPolicy.runEach(12).text()).isEqualTo("RUN_EACH(12)");
        assertThat(MissedPolicy.parse(" run-each(3) ")).isEqualTo(MissedPolicy.runEach(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RUN_EACH", "RUN_EACH(x)", "RUN_EACH(99999)", "LATER"})
    void refuses_other_texts(String text) {
        assertThatThrownBy(() -> MissedPolicy.parse(text))
                .hasMessage("The missed policy \"" + text
                        + "\" is not known. Use RUN_ONCE, SKIP or RUN_EACH(n) with n from 1 to 1000.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void refuses_numbers_out_of_range(int max) {
        assertThatThrownBy(() -> MissedPolicy.runEach(max)).isInstanceOf(IllegalArgumentException.class);
    }
}
