package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.Job;
import dev.rota.web.query.JobQuery;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /job-exports}: the jobs of a query as a file, redacted as everywhere, written as they are read. */
final class JobExport {
    /** Jobs of one file. */
    static final int MOST = 10_000;

    private static final int PAGE = 200;
    /** So many pages are read though they may be empty, since a query may pass over most jobs: 30 million of them. */
    private static final int MOST_PAGES = 1_000;

    private static final Set<String> NAMES = Stream.concat(
                    JobFilter.NAMES.stream()
                            .filter(name -> !Set.of("cursor", "count", "limit").contains(name)),
                    Stream.of("format"))
            .collect(Collectors.toUnmodifiableSet());
    private static final List<String> COLUMNS = List.of(
            "id",
            "type",
            "queue",
            "state",
            "priority",
            "attempt",
            "maxAttempts",
            "enqueuedAt",
            "dueAt",
            "claimedAt",
            "finishedAt",
            "workerId",
            "tags",
            "args",
            "reason");

    private final JobSearch search;
    private final Redactor redactor;
    private final Acts acts;

    private interface Line {
        String of(Job job);
    }

    JobExport(Rota rota, Redactor redactor) {
        this.search = new JobSearch(rota, redactor);
        this.redactor = redactor;
        this.acts = new Acts(rota);
    }

    void addTo(Routes routes) {
        routes.get(Routes.API + "/job-exports", Scope.JOBS_READ, this::export);
    }

    private void export(Context ctx) {
        Requests.requireKnownQuery(ctx, NAMES);
        String format = Requests.query(ctx, "format");
        boolean csv = "csv".equals(format);
        if (!csv && format != null && !format.equals("jsonl")) {
            throw Problem.malformed("format is " + Labels.shortened(format, 50) + ", expected jsonl or csv");
        }
        JobQuery query = JobFilter.of(ctx).query();
        // Whatever the query asks for that cannot be searched is refused here, before anything is written.
        JobSearch.Count count = search.count(query);
        ctx.contentType(csv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"jobs." + (csv ? "csv" : "jsonl") + "\"")
                .header("Rota-Matched", count.value() + (count.exact() ? "" : "+"));
        if (ctx.method().equals(HandlerType.HEAD)) {
            return;
        }
        acts.record(ctx, "job.export", "jobs:" + query.text(), null);
        try (OutputStream out = ctx.outputStream()) {
            if (csv) {
                write(out, String.join(",", COLUMNS) + "\r\n");
            }
            write(out, query, csv ? this::csv : this::json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(OutputStream out, JobQuery query, Line line) throws IOException {
        Long before = null;
        int left = MOST;
        for (int page = 0; page < MOST_PAGES && left > 0; page++) {
            JobSearch.Found found = search.find(query, before, Math.min(PAGE, left));
            for (Job job : found.jobs()) {
                write(out, line.of(job));
            }
            left -= found.jobs().size();
            before = found.next();
            if (before == null) {
                return;
            }
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private String json(Job job) {
        return new String(Json.write(ApiViews.JobView.of(job, redactor, null)), StandardCharsets.UTF_8) + "\n";
    }

    private String csv(Job job) {
        return Stream.of(
                                job.id(),
                                job.type(),
                                job.queue(),
                                Problem.lower(job.state()),
                                job.request().priority(),
                                job.attempt(),
                                job.maxAttempts(),
                                job.times().enqueuedAt(),
                                job.times().dueAt(),
                                text(job.times().claimedAt()),
                                text(job.times().finishedAt()),
                                text(job.workerId()),
                                String.join(" ", job.tags()),
                                redactor.args(job),
                                text(job.reason()))
                        .map(value -> cell(value.toString()))
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static Object text(@Nullable Object value) {
        return value == null ? "" : value;
    }

    /** Quoted if need be, and never a formula to a spreadsheet; a number stays one. */
    static String cell(String value) {
        boolean formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 && !value.matches("-?\\d+");
        String text = formula ? "'" + value : value;
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
