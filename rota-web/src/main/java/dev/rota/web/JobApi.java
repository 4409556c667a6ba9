package dev.rota.web;

import dev.rota.JobOrder;
import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.ArgsException;
import dev.rota.job.DuplicateJobException;
import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.OnConflict;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobStore.Change;
import dev.rota.store.JobStore.Enqueued;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /jobs}. */
final class JobApi {
    private static final int LARGEST_ARGS = 256 * 1024;
    private static final int MOST_LINES = 1_000;

    private final Rota rota;
    private final Secrets secrets;
    private final Redactor redactor;
    private final JobSearch search;
    private final String path;

    /** What {@code POST /jobs} takes. */
    record NewJobBody(
            @Nullable String type,
            @Nullable JsonNode args,
            @Nullable String queue,
            @Nullable Instant runAt,
            @Nullable Duration delay,
            @Nullable Integer priority,
            @Nullable List<String> tags,
            @Nullable String uniqueKey,
            @Nullable String onDuplicate) {}

    record ReasonBody(@Nullable String reason) {}

    record ChangeView(long id, String change) {}

    JobApi(Rota rota, Secrets secrets, Redactor redactor, String basePath) {
        this.rota = rota;
        this.secrets = secrets;
        this.redactor = redactor;
        this.search = new JobSearch(rota, redactor);
        this.path = basePath + Routes.API + "/jobs";
    }

    void addTo(Routes routes) {
        String jobs = Routes.API + "/jobs";
        routes.get(jobs, Scope.JOBS_READ, this::list)
                .post(jobs, Scope.JOBS_WRITE, this::enqueue)
                .get(jobs + "/{id}", Scope.JOBS_READ, this::show)
                .delete(jobs + "/{id}", Scope.JOBS_DELETE, this::delete)
                .get(jobs + "/{id}/attempts", Scope.JOBS_READ, this::attempts)
                .get(jobs + "/{id}/logs", Scope.JOBS_READ, this::logs)
                .post(jobs + "/{id}/retry", Scope.JOBS_WRITE, ctx -> change(ctx, JobAction.RETRY))
                .post(jobs + "/{id}/cancel", Scope.JOBS_WRITE, ctx -> change(ctx, JobAction.CANCEL))
                .post(jobs + "/{id}/run-now", Scope.JOBS_WRITE, ctx -> change(ctx, JobAction.RUN_NOW));
    }

    private void list(Context ctx) {
        Requests.requireKnownQuery(ctx, JobFilter.NAMES);
        JobFilter filter = JobFilter.of(ctx);
        Cursor cursor = Cursor.parse(Requests.query(ctx, "cursor"), secrets, filter.text());
        JobSearch.Found found = search.find(filter.query(), cursor.before(), filter.limit());
        JobFilter.Neighbours beside = JobFilter.Neighbours.of(found, filter, cursor, secrets);
        addLinks(ctx, filter, beside);
        Json.answer(
                ctx,
                new ApiViews.JobsView(
                        found.jobs().stream()
                                .map(job -> ApiViews.JobView.of(job, redactor, null))
                                .toList(),
                        new ApiViews.PageView(
                                beside.older(),
                                beside.newer(),
                                filter.limit(),
                                isCounted(ctx) ? ApiViews.MatchedView.of(search.count(filter.query())) : null,
                                found.searchedBackTo(),
                                found.searchedBackTo() != null)));
    }

    private static boolean isCounted(Context ctx) {
        String count = Requests.query(ctx, "count");
        return switch (count == null ? "none" : count) {
            case "none" -> false;
            case "capped" -> true;
            default -> throw Problem.malformed("count is " + count + ", expected none or capped");
        };
    }

    private static void addLinks(Context ctx, JobFilter filter, JobFilter.Neighbours beside) {
        List<String> links = new ArrayList<>();
        String query = filter.text().isEmpty() ? "?cursor=" : "?" + filter.text() + "&cursor=";
        if (beside.older() != null) {
            links.add("<" + ctx.path() + query + beside.older() + ">; rel=\"next\"");
        }
        if (beside.newer() != null) {
            links.add("<" + ctx.path() + query + beside.newer() + ">; rel=\"prev\"");
        }
        if (!links.isEmpty()) {
            ctx.header("Link", String.join(", ", links));
        }
    }

    private void show(Context ctx) {
        Json.answer(ctx, view(find(ctx)));
    }

    private ApiViews.JobView view(Job job) {
        return ApiViews.JobView.of(
                job, redactor, rota.jobs().whyWaiting(job.id()).orElse(null));
    }

    private Job find(Context ctx) {
        long id = Requests.id(ctx, "job");
        return rota.jobs().find(id).orElseThrow(() -> Problem.notFound("job", id));
    }

    private void attempts(Context ctx) {
        Json.answer(
                ctx,
                new ApiViews.ItemsView<>(rota.jobs().attempts(find(ctx).id()).stream()
                        .map(ApiViews.AttemptView::of)
                        .toList()));
    }

    private void logs(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("after", "limit"));
        int limit = Requests.number(ctx, "limit", MOST_LINES, MOST_LINES);
        String after = Requests.query(ctx, "after");
        long afterSeq;
        try {
            afterSeq = after == null ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw Problem.malformed("after is " + after + ", expected the number of a line");
        }
        Json.answer(
                ctx,
                new ApiViews.ItemsView<>(rota.jobs().log(find(ctx).id(), afterSeq, limit).stream()
                        .map(ApiViews.LogView::of)
                        .toList()));
    }

    private void change(Context ctx, JobAction action) {
        ReasonBody body = Json.readIfAny(ctx, ReasonBody.class);
        long id = Requests.id(ctx, "job");
        Change change = action.apply(rota.jobs(), id, Caller.of(ctx).principal().name(), body.reason());
        ctx.status(202);
        Json.answer(ctx, new ChangeView(id, Problem.lower(change)));
    }

    private void delete(Context ctx) {
        JobAction.DELETE.apply(
                rota.jobs(), Requests.id(ctx, "job"), Caller.of(ctx).principal().name(), null);
        ctx.status(204);
    }

    private void enqueue(Context ctx) {
        NewJobBody body = Json.read(ctx, NewJobBody.class);
        JobType<?> type = type(body.type());
        Enqueued made;
        try {
            made = order(type, body, Caller.of(ctx)).enqueueAndTell();
        } catch (DuplicateJobException e) {
            throw Problem.of(409, "duplicate", "The unique key is taken", String.valueOf(e.getMessage()))
                    .hint("Leave onDuplicate out, or set it to return, to get that job instead.");
        }
        ctx.status(made.fresh() ? 201 : 200).header("Location", ctx.contextPath() + path + "/" + made.id());
        Json.answer(ctx, view(rota.jobs().find(made.id()).orElseThrow(() -> Problem.notFound("job", made.id()))));
    }

    private JobType<?> type(@Nullable String name) {
        if (name == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/type", "Type is missing");
        }
        return rota.type(name)
                .orElseThrow(() -> Problem.invalid(
                                "type-unknown",
                                "The type is not known",
                                "/type",
                                "There is no handler for a type of this name in this program")
                        .hint("GET /workers lists the types that each worker knows."));
    }

    private <A> JobOrder order(JobType<A> type, NewJobBody body, Caller caller) {
        A args = args(type, body.args());
        try {
            JobOrder order = rota.job(type, args).by(caller.principal().name() + " by REST");
            if (body.runAt() != null && body.delay() != null) {
                throw Problem.invalid(
                        "invalid-field", "A field is not valid", "/delay", "There is runAt too, expected one of them");
            }
            order = body.runAt() != null ? order.at(body.runAt()) : order;
            order = body.delay() != null ? order.in(body.delay()) : order;
            order = body.queue() != null ? order.queue(body.queue()) : order;
            order = body.priority() != null ? order.priority(body.priority()) : order;
            for (String tag : body.tags() == null ? List.<String>of() : body.tags()) {
                order = order.tag(tag);
            }
            return body.uniqueKey() == null
                    ? order
                    : order.unique(UniqueKey.of(body.uniqueKey()).onConflict(onConflict(body.onDuplicate())));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A field is not valid", "", String.valueOf(e.getMessage()));
        }
    }

    private static OnConflict onConflict(@Nullable String word) {
        return switch (word == null ? "return" : word) {
            case "return" -> OnConflict.KEEP;
            case "replace-args" -> OnConflict.REPLACE_ARGS;
            case "reject" -> OnConflict.REJECT;
            default ->
                throw Problem.invalid(
                        "invalid-field",
                        "A field is not valid",
                        "/onDuplicate",
                        "Expected return, replace-args or reject");
        };
    }

    /** The arguments, checked by reading them as the handler will. */
    private <A> A args(JobType<A> type, @Nullable JsonNode tree) {
        String json = tree == null || tree.isNull() ? "{}" : tree.toString();
        if (json.getBytes(StandardCharsets.UTF_8).length > LARGEST_ARGS) {
            throw Requests.tooLarge();
        }
        try {
            return rota.codec().decode(json, type.argsClass());
        } catch (ArgsException e) {
            throw Problem.invalid(
                    "args-invalid", "The arguments do not fit the type", "/args", String.valueOf(e.getMessage()));
        }
    }
}
