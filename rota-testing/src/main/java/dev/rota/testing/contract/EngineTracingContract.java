package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.JobContext;
import dev.rota.job.JobTracing;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Jobs keep the trace in which they are enqueued, and their attempts are spans in it. */
public abstract class EngineTracingContract extends EngineFixture {
    /** Fails in whatever it is asked. */
    private static final JobTracing BROKEN = new JobTracing() {
        @Override
        public String current() {
            throw new IllegalStateException("no trace");
        }

        @Override
        public Span begin(JobContext job) {
            if (job.attempt() == 1) {
                throw new NoSuchMethodError("no span, because the library is of another version");
            }
            return (outcome, error) -> {
                throw new NoSuchMethodError("no end");
            };
        }
    };

    protected EngineTracingContract(ContractStore fixture) {
        super(fixture);
    }

    @Test
    void a_job_keeps_the_trace_it_is_enqueued_in_and_each_attempt_is_a_span() {
        List<String> spans = new CopyOnWriteArrayList<>();
        JobTracing tracing = new JobTracing() {
            @Override
            public String current() {
                return "trace of " + Thread.currentThread().getName();
            }

            @Override
            public Span begin(JobContext job) {
                String trace = job.trace().orElse("none");
                return (outcome, error) ->
                        spans.add(trace + ": " + outcome + (error == null ? "" : " " + error.getMessage()));
            }
        };
        Rota rota = start(with -> with.tracing(tracing).handler(WORK, (args, job) -> {
            if (job.attempt() == 1) {
                throw new IllegalStateException("torn");
            }
            throw job.fail("never");
        }));
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.Failed.class, event -> event.jobId() == id);
        long named = rota.job(WORK, "x").trace("its own").enqueue();
        log.await(RotaEvent.Failed.class, event -> event.jobId() == named);

        String here = "trace of " + Thread.currentThread().getName();
        assertThat(spans)
                .containsExactly(
                        here + ": RETRYING torn",
                        here + ": FAILED never",
                        "its own: RETRYING torn",
                        "its own: FAILED never");
    }

    @Test
    void a_tracing_that_fails_harms_no_job() {
        Rota rota = start(with -> with.tracing(BROKEN).handler(WORK, (args, job) -> {
            if (job.attempt() < 3) {
                throw new IllegalStateException("not yet");
            }
        }));
        long id = rota.enqueue(WORK, "x");

        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id && event.attempt() == 3);
    }
}
