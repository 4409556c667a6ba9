package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.DuplicateJobException;
import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.store.JobStore.Change;
import dev.rota.store.JobStore.Enqueued;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /jobs}. */
final class JobApi {
    private static final int MOST_LINES = JobLog.MOST_LINES;

    private final Rota rota;
    private final Secrets secrets;
    private final Redactor redactor;
    private final JobSearch search;
    private final JobOrders orders;
    private final Acts acts;
    private final JobAmendments amendments;
    private final JobWaiting waiting;
    private final String path;

    record ReasonBody(@Nullable String reason) {}

    record StackView(long id, @Nullable Long workerId, List<String> frames) {}

    record ChangeView(long id, String change) {}

    JobApi(Rota rota, Secrets secrets, Redactor redactor, JobWaiting waiting, String basePath) {
        this.rota = rota;
        this.secrets = secrets;
        this.redactor = redactor;
        this.search = new JobSearch(rota, redactor);
        this.orders = new JobOrders(rota, redactor);
        this.acts = new Acts(rota);
        this.amendments = new JobAmendments(rota);
        this.waiting = waiting;
        this.path = basePath + Routes.API + "/jobs";
    }

    void addTo(Routes routes) {
        String jobs = Routes.API + "/jobs";
        Idempotency once = new Idempotency(rota);
        routes.get(jobs, Scope.JOBS_READ, this::list)
                .post(jobs, Scope.JOBS_WRITE, once.once(this::enqueue))
                .get(jobs + "/{id}", Scope.JOBS_READ, this::show)
                .patch(jobs + "/{id}", Scope.JOBS_WRITE, this::amend)
                .delete(jobs + "/{id}", Scope.JOBS_DELETE, this::delete)
                .get(jobs + "/{id}/attempts", Scope.JOBS_READ, this::attempts)
                .get(jobs + "/{id}/logs", Scope.JOBS_READ, this::logs)
                .get(jobs + "/{id}/stack", Scope.JOBS_READ, this::stack)
                .get(jobs + "/{id}/args", Scope.JOBS_READ, this::args)
                .post(jobs + "/{id}/clone", Scope.JOBS_WRITE, once.once(this::makeClone))
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
        waiting.answer(
                ctx, GoneJobs.require(rota, Requests.id(ctx, "job")), (asked, job) -> Json.answer(asked, view(job)));
    }

    private void amend(Context ctx) {
        JobAmendments.Body body = Json.read(ctx, JobAmendments.Body.class);
        Job job = find(ctx);
        Versions.requireTag(ctx, view(job));
        amendments.apply(ctx, job, body);
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
        Requests.requireKnownQuery(ctx, Set.of("after", "limit", "format", "attempt"));
        int limit = Requests.number(ctx, "limit", MOST_LINES, MOST_LINES);
        String after = Requests.query(ctx, "after");
        long afterSeq;
        try {
            afterSeq = after == null ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw Problem.malformed("after is " + after + ", expected the number of a line");
        }
        long id = find(ctx).id();
        JobLog log = JobLog.of(ctx, rota, id);
        if (isText(ctx)) {
            ctx.contentType("text/plain; charset=utf-8")
                    .header("Content-Disposition", "attachment; filename=\"job-" + id + ".log\"")
                    .result(log.text(afterSeq));
            return;
        }
        Json.answer(
                ctx,
                new ApiViews.ItemsView<>(log.lines(afterSeq, limit).stream()
                        .map(ApiViews.LogView::of)
                        .toList()));
    }

    private static boolean isText(Context ctx) {
        String format = Requests.query(ctx, "format");
        if (format != null && !format.equals("text") && !format.equals("json")) {
            throw Problem.malformed("format is " + format + ", expected text or json");
        }
        String accept = ctx.header("Accept");
        return format == null ? accept != null && accept.startsWith("text/plain") : format.equals("text");
    }

    private void stack(Context ctx) {
        Job job = find(ctx);
        Json.answer(ctx, new StackView(job.id(), job.workerId(), new JobStack(rota).frames(job)));
    }

    /** As people see them, or whole for who may reveal them. */
    private void args(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("reveal"));
        Job job = find(ctx);
        boolean reveal = "true".equals(Requests.query(ctx, "reveal"));
        if (reveal) {
            Caller.of(ctx).require(Scope.JOBS_REVEAL);
            acts.record(ctx, "job.reveal", "job:" + job.id(), null);
        }
        Json.answer(ctx, reveal ? Json.tree(job.args()) : redactor.args(job));
    }

    private void makeClone(Context ctx) {
        JobOrders.CloneBody body = Json.readIfAny(ctx, JobOrders.CloneBody.class);
        Job job = find(ctx);
        String by = Caller.of(ctx).principal().name() + " by REST, a clone of job " + job.id();
        Enqueued made = orders.cloned(job, body, by).enqueueAndTell();
        Clones.record(acts, ctx, job.id(), made.id());
        answerMade(ctx, made);
    }

    private void change(Context ctx, JobAction action) {
        ReasonBody body = Json.readIfAny(ctx, ReasonBody.class);
        long id = Requests.id(ctx, "job");
        Change change = action.apply(rota.jobs(), id, Caller.of(ctx).principal().name(), body.reason());
        acts.record(ctx, "job." + action.word(), "job:" + id, body.reason());
        ctx.status(202);
        Json.answer(ctx, new ChangeView(id, Problem.lower(change)));
    }

    private void delete(Context ctx) {
        long id = Requests.id(ctx, "job");
        JobAction.DELETE.apply(rota.jobs(), id, Caller.of(ctx).principal().name(), Reasons.given(ctx));
        acts.record(ctx, "job.delete", "job:" + id, null);
        ctx.status(204);
    }

    private void enqueue(Context ctx) {
        JobOrders.Body body = Json.read(ctx, JobOrders.Body.class);
        JobType<?> type = orders.type(body.type());
        Enqueued made;
        try {
            made = orders.order(type, body, Caller.of(ctx).principal().name() + " by REST")
                    .enqueueAndTell();
        } catch (DuplicateJobException e) {
            throw Problem.of(409, "duplicate", "The unique key is taken", String.valueOf(e.getMessage()))
                    .hint("Leave onDuplicate out, or set it to return, to get that job instead.");
        }
        if (made.fresh()) {
            acts.record(ctx, "job.enqueue", "job:" + made.id(), null);
        }
        answerMade(ctx, made);
    }

    private void answerMade(Context ctx, Enqueued made) {
        ctx.status(made.fresh() ? 201 : 200).header("Location", ctx.contextPath() + path + "/" + made.id());
        Json.answer(ctx, view(rota.jobs().find(made.id()).orElseThrow(() -> Problem.notFound("job", made.id()))));
    }
}
