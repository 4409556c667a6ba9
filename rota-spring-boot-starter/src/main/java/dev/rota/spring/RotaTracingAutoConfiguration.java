package dev.rota.spring;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Spans of jobs, if the application traces with Micrometer. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration"
        })
@ConditionalOnClass({Tracer.class, ObservationRegistry.class})
@ConditionalOnBean({Tracer.class, Propagator.class, ObservationRegistry.class})
public final class RotaTracingAutoConfiguration {
    /** First, so that an application's own customizer has the last word. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RotaBuilderCustomizer rotaTracing(Tracer tracer, Propagator propagator, ObservationRegistry observations) {
        return builder -> builder.tracing(new ObservedJobs(tracer, propagator, observations));
    }
}
