package dev.rota.web;

import dev.rota.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever goes wrong into an answer: JSON below {@code /api}, a page elsewhere. */
final class Problems {
    private static final Duration USUAL_WAIT = Duration.ofSeconds(5);
    /** What PostgreSQL, SQLite and the operating system call it. */
    private static final Pattern FULL =
            Pattern.compile("no space left|disk full|disk is full|database is full", Pattern.CASE_INSENSITIVE);

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final Templates templates;
    private final String apiPath;

    /** The body of an answer, in the terms of RFC 9457. */
    record Body(
            String type,
            String title,
            int status,
            String detail,
            String instance,
            String code,
            String requestId,
            List<Problem.FieldError> errors,
            @Nullable String hint,
            @Nullable String currentState,
            @Nullable List<String> allowedActions,
            @Nullable Long retryAfter) {}

    Problems(Templates templates, String apiPath) {
        this.templates = templates;
        this.apiPath = apiPath;
    }

    void addTo(RoutesConfig routes) {
        routes.exception(Problem.class, (problem, ctx) -> answer(ctx, problem));
        routes.exception(HttpResponseException.class, (e, ctx) -> answer(ctx, of(e, ctx)));
        routes.exception(StoreException.class, (e, ctx) -> answer(ctx, of(e, ctx)));
        routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} {} failed, request {}", ctx.method(), ctx.path(), Requests.id(ctx), e);
            answer(
                    ctx,
                    Problem.of(500, "internal", "Something is wrong in Rota", "The request could not be answered")
                            .hint("The log of this server says why: look for the request id."));
        });
    }

    private static Problem of(StoreException e, Context ctx) {
        if (e.isTooSlow()) {
            return Problem.tooSlow();
        }
        LOG.warn("The store does not answer the dashboard: {}", e.getMessage());
        return Problem.of(503, "store-unavailable", "The database does not answer", detail(e, ctx))
                .hint("Jobs go on by themselves when it answers again; try again in a moment.");
    }

    private static String detail(StoreException e, Context ctx) {
        if (Requests.READING.contains(ctx.method())) {
            return "The database could not be read";
        }
        boolean full = FULL.matcher(String.valueOf(e.getMessage())).find();
        return "The database could not be written" + (full ? ": its disk is full" : "");
    }

    private static Problem of(HttpResponseException e, Context ctx) {
        return switch (e.getStatus()) {
            case 404 -> Problem.of(404, "not-found", "Not found", "There is nothing at this address");
            case 405 -> notAllowed(ctx, e.getDetails().get("availableMethods"));
            case 413 -> Requests.tooLarge();
            default -> Problem.of(e.getStatus(), "refused", "Request was refused", String.valueOf(e.getMessage()));
        };
    }

    private static Problem notAllowed(Context ctx, @Nullable String methods) {
        if (methods != null) {
            ctx.header("Allow", methods);
        }
        return Problem.of(
                405,
                "method-not-allowed",
                "Not allowed here",
                ctx.method() + " is not allowed here" + (methods == null ? "" : ", expected " + methods));
    }

    private void answer(Context ctx, Problem problem) {
        ctx.status(problem.status());
        if (problem.status() == 401) {
            // RFC 6750, section 3.1: who sent no token is told no error.
            String error = problem.code().equals(Gate.INVALID_TOKEN) ? ", error=\"invalid_token\"" : "";
            ctx.header("WWW-Authenticate", "Bearer realm=\"rota\"" + error);
        } else if (problem.status() == 503 || problem.status() == 429) {
            ctx.header("Retry-After", String.valueOf(retryAfter(problem)));
        }
        if (ctx.path().startsWith(ctx.contextPath() + apiPath)) {
            ctx.contentType("application/problem+json").result(Json.write(body(ctx, problem)));
        } else {
            templates.problem(ctx, problem);
        }
    }

    /** Seconds, at least one; null if it would not help to try again. */
    private static @Nullable Long retryAfter(Problem problem) {
        if (problem.status() != 503 && problem.status() != 429) {
            return null;
        }
        Duration wait = problem.facts().retryAfter();
        return wait == null
                ? USUAL_WAIT.toSeconds()
                : Math.max(1, wait.plusMillis(999).toSeconds());
    }

    private static Body body(Context ctx, Problem problem) {
        Problem.Facts facts = problem.facts();
        return new Body(
                "urn:rota:problem:" + problem.code(),
                problem.title(),
                problem.status(),
                problem.detail(),
                ctx.path(),
                problem.code(),
                Requests.id(ctx),
                facts.errors(),
                facts.hint(),
                facts.currentState(),
                facts.allowedActions(),
                retryAfter(problem));
    }
}
