package dev.rota.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.JobContext;
import dev.rota.job.JobType;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Attempts stand in the traces of the requests that enqueued their jobs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracingTest {
    private static final JobType<Void> WORK = JobType.of("traced.work").retries(2);
    private static final JobType<Void> NEXT = JobType.of("traced.next");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final AttributeKey<String> JOB_ID = AttributeKey.stringKey("job.id");

    @TempDir
    static Path directory;

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private ConfigurableApplicationContext context;
    private Rota rota;
    private Happenings happenings;

    @BeforeAll
    void start() {
        context = application("traced.db")
                .initializers(started -> ((GenericApplicationContext) started)
                        .registerBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(spans)))
                .run();
        rota = context.getBean(Rota.class);
        happenings = context.getBean(Happenings.class);
    }

    private static SpringApplicationBuilder application(String file) {
        return new SpringApplicationBuilder(TracedApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "server.port=0",
                        "spring.datasource.url=jdbc:sqlite:" + directory.resolve(file),
                        "management.tracing.sampling.probability=1.0");
    }

    @AfterAll
    void stop() {
        context.close();
    }

    private static long request(ConfigurableApplicationContext application, String path) throws Exception {
        String port = application.getEnvironment().getProperty("local.server.port");
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .method("POST", HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return Long.parseLong(response.body());
    }

    /** The spans of a job's attempts, in their order. Such a span has ended when the outcome is told. */
    private List<SpanData> attempts(long id) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> Long.toString(id).equals(span.getAttributes().get(JOB_ID)))
                .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
                .toList();
    }

    @Test
    void every_attempt_has_the_trace_of_the_request_that_enqueued_its_job() throws Exception {
        long id = request(context, "/work");
        happenings.await(RotaEvent.Succeeded.class, id);

        List<SpanData> attempts = attempts(id);
        TracedApplication.Seen request = Objects.requireNonNull(
                context.getBean(TracedApplication.Requests.class).seen.get(id));
        assertThat(attempts).hasSize(2).allSatisfy(attempt -> {
            assertThat(attempt.getTraceId()).isEqualTo(request.traceId());
            assertThat(attempt.getParentSpanId()).isEqualTo(request.spanId());
            assertThat(attempt.getName()).isEqualTo("rota.job traced.work");
            assertThat(attempt.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(attempt.getAttributes().asMap())
                    .containsAllEntriesOf(Map.of(
                            AttributeKey.stringKey("type"), "traced.work",
                            AttributeKey.stringKey("queue"), "default"));
        });
        assertThat(attempts)
                .extracting(attempt -> attempt.getAttributes().get(AttributeKey.stringKey("attempt")))
                .containsExactly("1", "2");
        assertThat(attempts)
                .extracting(attempt -> attempt.getAttributes().get(OUTCOME))
                .containsExactly("retrying", "succeeded");
        assertThat(attempts)
                .extracting(attempt -> attempt.getStatus().getStatusCode())
                .containsExactly(
                        StatusData.error().getStatusCode(), StatusData.unset().getStatusCode());
    }

    @Test
    void what_a_handler_enqueues_hangs_below_its_attempt_and_its_log_has_the_trace() throws Exception {
        long id = request(context, "/work");
        happenings.await(RotaEvent.Succeeded.class, id);
        TracedApplication.Work work = context.getBean(TracedApplication.Work.class);
        long next = Objects.requireNonNull(work.enqueued.get(id));
        happenings.await(RotaEvent.Succeeded.class, next);

        SpanData second = attempts(id).get(1);
        SpanData below = attempts(next).get(0);
        assertThat(below.getTraceId()).isEqualTo(second.getTraceId());
        assertThat(below.getParentSpanId()).isEqualTo(second.getSpanId());
        assertThat(work.seen.get(id)).isEqualTo(new TracedApplication.Seen(second.getTraceId(), second.getSpanId()));
    }

    @Test
    void a_trace_that_is_named_counts_more_than_the_one_there_is() throws Exception {
        String named = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Tracer tracer = context.getBean(Tracer.class);
        try (Tracer.SpanInScope scope =
                tracer.withSpan(tracer.nextSpan().name("other").start())) {
            long id = rota.job(NEXT).trace(named).enqueue();
            happenings.await(RotaEvent.Succeeded.class, id);
            assertThat(attempts(id)).singleElement().satisfies(attempt -> {
                assertThat(attempt.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
                assertThat(attempt.getParentSpanId()).isEqualTo("b7ad6b7169203331");
            });
        }
    }

    @Test
    void a_job_that_is_enqueued_in_no_trace_begins_one() throws Exception {
        long id = rota.enqueue(NEXT);
        happenings.await(RotaEvent.Succeeded.class, id);

        assertThat(rota.jobs().find(id).orElseThrow().request().origin().trace())
                .isNull();
        assertThat(attempts(id))
                .singleElement()
                .satisfies(attempt ->
                        assertThat(attempt.getParentSpanContext().isValid()).isFalse());
    }

    @Test
    void without_micrometers_tracing_jobs_run_and_keep_no_trace() throws Exception {
        ClassLoader without = new FilteredClassLoader("io.micrometer.tracing");
        try (ConfigurableApplicationContext bare = application("bare.db")
                .resourceLoader(new DefaultResourceLoader(without))
                .run()) {
            long id = request(bare, "/work");
            bare.getBean(Happenings.class).await(RotaEvent.Succeeded.class, id);
            assertThat(bare.getBeansOfType(RotaBuilderCustomizer.class)).doesNotContainKey("rotaTracing");
            assertThat(bare.getBean(Rota.class)
                            .jobs()
                            .find(id)
                            .orElseThrow()
                            .request()
                            .origin()
                            .trace())
                    .isNull();
        }
    }

    /** An application with a controller that enqueues. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataJpaRepositoriesAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                FlywayAutoConfiguration.class
            })
    static class TracedApplication {
        @Bean
        Happenings happenings() {
            return new Happenings();
        }

        @Bean
        Work work(ObjectProvider<Rota> rota) {
            return new Work(rota);
        }

        /** What a line that is logged now would be marked with. */
        record Seen(String traceId, String spanId) {
            static Seen now() {
                return new Seen(String.valueOf(MDC.get("traceId")), String.valueOf(MDC.get("spanId")));
            }
        }

        static class Work {
            final Map<Long, Seen> seen = new ConcurrentHashMap<>();
            final Map<Long, Long> enqueued = new ConcurrentHashMap<>();
            private final ObjectProvider<Rota> rota;

            Work(ObjectProvider<Rota> rota) {
                this.rota = rota;
            }

            @RotaJob("traced.work")
            void work(JobContext job) {
                if (job.attempt() == 1) {
                    throw job.retryIn(Duration.ZERO, "once more");
                }
                seen.put(job.id(), Seen.now());
                enqueued.put(job.id(), rota.getObject().enqueue(NEXT));
            }

            @RotaJob("traced.next")
            void next() {}
        }

        @RestController
        static class Requests {
            final Map<Long, Seen> seen = new ConcurrentHashMap<>();
            private final Rota rota;

            Requests(Rota rota) {
                this.rota = rota;
            }

            @PostMapping("/work")
            long work() {
                long id = rota.enqueue(WORK);
                seen.put(id, Seen.now());
                return id;
            }
        }
    }
}
