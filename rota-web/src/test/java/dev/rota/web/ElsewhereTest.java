package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.web.WebSettings.HouseRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces and logs that are shown elsewhere. */
final class ElsewhereTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir
    private Path directory;

    @Test
    void a_job_leads_to_its_trace_and_its_log() {
        HouseRules rules = HouseRules.NONE
                .traceUrl("https://traces.example/t/{traceId}")
                .logUrl("https://logs.example/?q=%7Bjob%3D{jobId}%7D");
        try (RunningWeb web = RunningWeb.open(directory, settings -> settings.rules(rules))) {
            long traced = web.rota.job(RunningWeb.SWEEP).trace(TRACE).enqueue();
            long other = web.rota.job(RunningWeb.SWEEP).trace("\"><b>").enqueue();
            long none = web.rota.enqueue(RunningWeb.SWEEP);

            assertThat(web.get("/jobs/" + traced).body())
                    .contains("href=\"https://traces.example/t/0af7651916cd43dd8448eb211c80319c\">" + TRACE)
                    .contains("href=\"https://logs.example/?q=%7Bjob%3D" + traced + "%7D\"");
            assertThat(web.get("/jobs/" + other).body())
                    .contains("href=\"https://traces.example/t/%22%3E%3Cb%3E\"")
                    .doesNotContain("<b>");
            assertThat(web.get("/jobs/" + none).body()).doesNotContain("traces.example");
        }
    }

    @Test
    void without_addresses_there_are_no_links() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            long traced = web.rota.job(RunningWeb.SWEEP).trace(TRACE).enqueue();
            assertThat(web.get("/jobs/" + traced).body())
                    .contains("<dd>" + TRACE)
                    .doesNotContain("https://");
        }
    }

    @Test
    void an_address_that_leads_nowhere_is_refused() {
        assertThatThrownBy(() -> HouseRules.NONE.traceUrl("javascript:alert({traceId})"))
                .hasMessageContaining("expected http:// or https:// with {traceId} in it");
        assertThatThrownBy(() -> HouseRules.NONE.logUrl("https://logs.example/"))
                .hasMessageContaining("with {traceId} or {jobId} in it");
    }
}
