package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.Secret;
import dev.rota.postgres.PostgresSettings;
import dev.rota.postgres.PostgresStore;
import dev.rota.retry.RetryPolicy;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.Store;
import dev.rota.testing.RotaTest;
import dev.rota.testing.fuzz.Fuzz;
import dev.rota.web.query.JobQuery;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is asked for is answered with exactly the jobs for which it holds, or refused with the place that is wrong,
 * whichever database is asked.
 */
final class QueryFuzzTest {
    private static final int JOBS = 600;
    private static final int PAGE = 400;
    private static final int MOST_PAGES = 50;
    /** Of so many queries one is answered by looking at each job, too. */
    private static final int COMPARED = 4;

    private static final List<String> WORDS = List.of(
            "mail",
            "default",
            "a",
            "a b",
            "ann",
            "x-1",
            "42",
            "7",
            "0",
            "-1",
            "1.5",
            "true",
            "null",
            "",
            "é",
            "\ud83d\ude42",
            "invoice",
            "invoice.send",
            "loans.sweep",
            "tenant:1",
            "key-3",
            "4bf92f3577b34da6a3ce929d0e0e4736",
            "boom",
            "BOOM",
            "failed",
            "queued",
            "live",
            "succeeded",
            "1h",
            "7d",
            "2026-11-20",
            "2026-11-20T12:00:00Z",
            ">1",
            "<=2",
            "2..5",
            ">5s",
            "*",
            "m*",
            "[1,2]",
            "{\"n\":1}",
            "%",
            "_",
            "'",
            "\\",
            "\"",
            "99999999999999999999",
            "+1",
            "\ud800");
    private static final List<String> KEYS = List.of(
            "state",
            "type",
            "queue",
            "tag",
            "id",
            "worker",
            "schedule",
            "fp",
            "error",
            "trace",
            "unique",
            "priority",
            "attempt",
            "ran",
            "wait",
            "since",
            "until",
            "args.n",
            "args.name",
            "args.customer.id",
            "args.lines.0.sku",
            "args.lines.0",
            "args.pin",
            "args.password",
            "args.",
            "args",
            "result.n",
            "result.token",
            "parent",
            "batch",
            "kueue",
            "args.a-b.c_d",
            "args.\"x y\"");
    private static final String RUBBISH = ":\"\\*,-.()<>=' %_\u00e9\u0000\n{}[]$;|/";

    record Line(String sku) {}

    record Customer(long id, String name) {}

    record Invoice(
            long n,
            String name,
            Customer customer,
            List<Line> lines,
            @Secret String pin) {}

    private static final JobType<Invoice> SEND = JobType.of("invoice.send", Invoice.class)
            .queue("mail")
            .retries(1)
            .retry(RetryPolicy.fixed(Duration.ofSeconds(10)));
    private static final JobType<Invoice> CHECK =
            JobType.of("invoice.check", Invoice.class).retries(0);
    private static final JobType<Void> SWEEP = JobType.of("loans.sweep");

    private static RotaTest filled(Function<InstantSource, Store> store) {
        RotaTest test = RotaTest.at(
                "2026-11-20T12:00:00Z",
                store,
                new JacksonCodec(),
                builder -> builder.handler(SEND, (args, job) -> act(args))
                        .handler(CHECK, (args, job) -> act(args))
                        .handler(SWEEP, (args, job) -> job.result(Map.of("n", 42, "token", "hidden"))));
        Random random = new Random(4_711);
        for (int i = 0; i < JOBS; i++) {
            enqueue(test.rota(), random, i);
            if (i % 100 == 99) {
                test.advance(Duration.ofSeconds(random.nextInt(40)));
            }
        }
        return test;
    }

    private static void act(Invoice args) {
        if (args.n() % 5 == 0) {
            throw new IllegalStateException("boom " + args.name());
        }
    }

    private static void enqueue(Rota rota, Random random, int i) {
        String name = WORDS.get(random.nextInt(20));
        Invoice args = new Invoice(
                random.nextInt(50), name, new Customer(i % 60, name), List.of(new Line("x-" + i % 3)), "42");
        var job = i % 7 == 0 ? rota.job(SWEEP) : rota.job(i % 3 == 0 ? CHECK : SEND, args);
        job = i % 4 == 0 ? job.tag("tenant:" + i % 3).tag("a b") : job;
        job = i % 5 == 0 ? job.unique("key-" + i) : job;
        job = i % 9 == 0 ? job.in(Duration.ofHours(i % 4)) : job;
        job = i % 6 == 0 ? job.trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01") : job;
        job.priority(i % 3).enqueue();
    }

    private static String query(Random random) {
        if (random.nextInt(20) == 0) {
            return rubbish(random, random.nextInt(2_100));
        }
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> term(random))
                .collect(Collectors.joining(" "));
    }

    private static String term(Random random) {
        String minus = random.nextInt(5) == 0 ? "-" : "";
        String values = IntStream.range(0, random.nextInt(4) == 0 ? 1 + random.nextInt(12) : 1)
                .mapToObj(i -> value(random))
                .collect(Collectors.joining(","));
        return random.nextInt(8) == 0
                ? minus + value(random)
                : minus + KEYS.get(random.nextInt(KEYS.size())) + ":" + values;
    }

    private static String value(Random random) {
        String word =
                random.nextInt(15) == 0 ? rubbish(random, random.nextInt(12)) : WORDS.get(random.nextInt(WORDS.size()));
        boolean quoted = random.nextInt(3) == 0;
        return (quoted ? '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : word)
                + (random.nextInt(10) == 0 ? "*" : "");
    }

    private static String rubbish(Random random, int length) {
        return IntStream.range(0, length)
                .map(i -> random.nextInt(3) > 0
                        ? RUBBISH.charAt(random.nextInt(RUBBISH.length()))
                        : 'a' + random.nextInt(26))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static void check(Rota rota, int cases) {
        Redactor redactor = new Redactor(rota);
        JobSearch search = new JobSearch(rota, redactor);
        List<Job> all = rota.jobs().list(Query.NEWEST.limit(1_000));
        assertThat(all).hasSize(JOBS);
        int[] answered = {0};
        Fuzz.each(cases, (random, input) -> {
            String text = input.is(query(random));
            try {
                JobQuery query = JobFilter.parse(text).bounded();
                assertThat(JobQuery.parse(query.text())).isEqualTo(query);
                JobSearch.Found first = search.find(query, null, PAGE);
                answered[0]++;
                if (answered[0] % COMPARED == 0) {
                    assertThat(ids(search, query, first)).isEqualTo(expected(rota, redactor, query, all));
                }
            } catch (Problem problem) {
                assertThat(problem.status()).as(problem.detail()).isEqualTo(400);
                assertThat(problem.facts().errors()).as(problem.detail()).isNotEmpty();
            }
        });
        assertThat(answered[0]).isGreaterThan(cases / 4);
    }

    private static List<Long> ids(JobSearch search, JobQuery query, JobSearch.Found first) {
        List<Long> ids = new ArrayList<>();
        JobSearch.Found found = first;
        for (int page = 0; page < MOST_PAGES; page++) {
            found.jobs().forEach(job -> ids.add(job.id()));
            if (found.next() == null) {
                return ids;
            }
            found = search.find(query, found.next(), PAGE);
        }
        throw new AssertionError("More than " + MOST_PAGES + " pages of " + JOBS + " jobs");
    }

    private static List<Long> expected(Rota rota, Redactor redactor, JobQuery query, List<Job> all) {
        JobMatcher matcher = new JobMatcher(rota, redactor);
        Predicate<Job> holds =
                query.terms().stream().map(matcher::test).reduce(Predicate::and).orElse(job -> true);
        return all.stream().filter(holds).map(Job::id).toList();
    }

    @Test
    void any_query_finds_what_it_says_on_sqlite(@TempDir Path directory) {
        try (RotaTest test =
                filled(clock -> SqliteStore.open(directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(clock)))) {
            check(test.rota(), 2_000);
        }
    }

    @Test
    void any_query_finds_what_it_says_on_postgresql() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                RotaTest test = filled(clock -> PostgresStore.open(
                        PostgresSettings.of(postgres.getJdbcUrl("postgres", "postgres"), null, null)
                                .poolSize(2),
                        clock))) {
            check(test.rota(), 600);
        }
    }
}
