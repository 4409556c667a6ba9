package dev.rota.web;

import dev.rota.web.query.JobQuery;
import dev.rota.web.query.QuerySyntaxException;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs a list is of, as its URL says: in the query language by {@code q}, or by fields that stand for terms of it.
 *
 * @param query as it was asked for, with a limit in time added if nothing else could be looked up
 * @param isUnasked true if the URL says nothing at all
 * @param limit how many on a page
 */
record JobFilter(JobQuery query, boolean isUnasked, int limit) {
    private static final List<String> FIELDS = List.of("state", "type", "queue", "tag", "schedule");
    static final Set<String> NAMES =
            Set.of("q", "state", "type", "queue", "tag", "schedule", "limit", "cursor", "count");
    static final int USUAL = 50;
    private static final int MOST = 200;

    /**
     * Reads the query of a URL.
     *
     * @throws Problem if it cannot be read
     */
    static JobFilter of(Context ctx) {
        String text = written(ctx);
        boolean asked = ctx.queryParam("q") != null || !text.isEmpty();
        return new JobFilter(parse(text).bounded(), !asked, Requests.number(ctx, "limit", USUAL, MOST));
    }

    /** What the URL says, in the query language; as it is, though it may not be readable. */
    static String written(Context ctx) {
        List<String> terms = new ArrayList<>();
        for (String field : FIELDS) {
            List<String> values = ctx.queryParams(field).stream()
                    .filter(value -> !value.isBlank())
                    .map(value -> field.equals("state") ? value.replace(" ", "") : quoted(value.strip()))
                    .toList();
            if (!values.isEmpty()) {
                terms.add(field + ":" + String.join(",", values));
            }
        }
        String q = Requests.query(ctx, "q");
        if (q != null) {
            terms.add(q);
        }
        return String.join(" ", terms);
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * Reads a query as people write it.
     *
     * @throws Problem if it cannot be read
     */
    static JobQuery parse(String text) {
        try {
            return JobQuery.parse(text);
        } catch (QuerySyntaxException e) {
            throw Problem.of(
                            400,
                            "query-invalid",
                            "The query cannot be read",
                            String.valueOf(e.getMessage()),
                            List.of(new Problem.FieldError("/q", "character " + e.position())))
                    .hint("Terms are key:value, as in queue:mail state:failed since:1h");
        }
    }

    /** The same page size for other jobs. */
    JobFilter with(JobQuery other) {
        return new JobFilter(other, false, limit);
    }

    /** The same page size for what is active or ended of late. */
    JobFilter unasked() {
        return new JobFilter(JobQuery.ALL, true, limit);
    }

    /** As the query of a URL, encoded, without cursor. */
    String text() {
        String size = limit == USUAL ? "" : "limit=" + limit;
        String q = isUnasked ? "" : "q=" + Urls.encoded(query.text());
        return List.of(q, size).stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("&"));
    }

    /**
     * Where the pages beside this one begin.
     *
     * @param older null if there is none
     * @param newer null if this is the first
     */
    record Neighbours(@Nullable String older, @Nullable String newer) {
        static Neighbours of(JobSearch.Found found, JobFilter filter, Cursor cursor, Secrets secrets) {
            Cursor newer = cursor.newer();
            Long next = found.next();
            return new Neighbours(
                    next == null ? null : cursor.older(next).text(secrets, filter.text()),
                    newer == null ? null : newer.text(secrets, filter.text()));
        }
    }
}
