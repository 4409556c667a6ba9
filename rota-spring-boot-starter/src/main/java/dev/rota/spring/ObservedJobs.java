package dev.rota.spring;

import dev.rota.job.JobContext;
import dev.rota.job.JobTracing;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs each attempt in an observation {@code rota.job}, of which Micrometer makes a span of kind consumer.
 *
 * <p>Its parent is the span in which the job was enqueued, for retries and delayed jobs too. OpenTelemetry's conventions for
 * messaging let a consumer choose between parent and link where it processes one message at a time, as an attempt does;
 * with a parent, one trace shows a request with all that became of it.
 */
final class ObservedJobs implements JobTracing {
    /** Of the observation, its timer, and, before the type, of its span. */
    static final String NAME = "rota.job";

    private static final String TRACEPARENT = "traceparent";
    private static final String NOT_ENDED = "none";

    private final Tracer tracer;
    private final Propagator propagator;
    private final ObservationRegistry observations;

    ObservedJobs(Tracer tracer, Propagator propagator, ObservationRegistry observations) {
        this.tracer = tracer;
        this.propagator = propagator;
        this.observations = observations;
    }

    /** Null too if the application propagates in no format that has a {@code traceparent}. */
    @Override
    public @Nullable String current() {
        TraceContext context = tracer.currentTraceContext().context();
        if (context == null) {
            return null;
        }
        Map<String, String> carrier = new HashMap<>();
        propagator.inject(context, carrier, (ignored, key, value) -> carrier.put(key, value));
        return carrier.get(TRACEPARENT);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker")
    public Span begin(JobContext job) {
        ReceiverContext<JobContext> context = new ReceiverContext<>(ObservedJobs::header, Kind.CONSUMER);
        context.setCarrier(job);
        context.setRemoteServiceName("rota");
        Observation observation = Observation.createNotStarted(NAME, () -> context, observations)
                .contextualName(NAME + " " + job.type())
                .lowCardinalityKeyValues(KeyValues.of(
                        KeyValue.of("type", job.type()),
                        KeyValue.of("queue", job.queue()),
                        KeyValue.of("attempt", Integer.toString(job.attempt())),
                        KeyValue.of("outcome", NOT_ENDED)))
                .highCardinalityKeyValue("job.id", Long.toString(job.id()))
                .start();
        Observation.Scope scope = observation.openScope();
        return (outcome, error) -> {
            scope.close();
            if (error != null) {
                observation.error(error);
            }
            observation.lowCardinalityKeyValue("outcome", outcome.name().toLowerCase(Locale.ROOT));
            observation.stop();
        };
    }

    private static @Nullable String header(JobContext job, String key) {
        return key.equalsIgnoreCase(TRACEPARENT) ? job.trace().orElse(null) : null;
    }
}
