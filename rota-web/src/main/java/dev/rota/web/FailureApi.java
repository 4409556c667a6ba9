package dev.rota.web;

import dev.rota.console.OperationStore.Operation;
import dev.rota.console.Scope;
import dev.rota.store.FailureStore;
import dev.rota.store.FailureStore.Group;
import dev.rota.store.FailureStore.Tab;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@code /failures}: failures that are alike, and what is done about them. */
final class FailureApi {
    private final Failures failures;
    private final Secrets secrets;
    private final Idempotency once;
    private final String basePath;

    /** What {@code retry} takes; {@code sample} is how many to try first, null retries all. */
    record RetryBody(@Nullable Integer sample, @Nullable String reason) {}

    record ReasonBody(@Nullable String reason) {}

    record MuteBody(
            @Nullable Instant until,
            @Nullable Long failures,
            @Nullable String version,
            @Nullable String reason) {}

    record ResolveBody(@Nullable String version) {}

    record LinkBody(@Nullable String url) {}

    record StuckView(ApiViews.MatchedView failed, ApiViews.MatchedView retrying) {}

    record HourView(Instant at, long failures) {}

    record TrialView(long operation, int succeeded, int failed, int open) {}

    record GroupView(
            String fingerprint,
            String status,
            String type,
            String title,
            @Nullable String message,
            @Nullable String version,
            List<String> types,
            List<String> versions,
            Instant firstSeen,
            Instant lastSeen,
            long occurrences,
            StuckView stuck,
            FailureStore.@Nullable Mute mute,
            FailureStore.@Nullable Resolution resolution,
            @Nullable String acknowledgedBy,
            @Nullable String link) {}

    record GroupPageView(List<GroupView> items, MarkView page) {}

    record MarkView(@Nullable String next, int limit) {}

    record WholeView(
            GroupView group,
            @Nullable String stackTrace,
            List<HourView> hours,
            @Nullable TrialView sample) {}

    FailureApi(Failures failures, Secrets secrets, Idempotency once, String basePath) {
        this.failures = failures;
        this.secrets = secrets;
        this.once = once;
        this.basePath = basePath;
    }

    void addTo(Routes routes) {
        String one = Routes.API + "/failures/{fp}";
        routes.get(Routes.API + "/failures", Scope.JOBS_READ, this::list)
                .get(one, Scope.JOBS_READ, this::show)
                .post(one + "/retry", Scope.JOBS_WRITE, once.once(ctx -> operate(ctx, this::retry)))
                .post(one + "/run-now", Scope.JOBS_WRITE, once.once(ctx -> operate(ctx, this::runNow)))
                .post(one + "/cancel", Scope.JOBS_WRITE, once.once(ctx -> operate(ctx, this::cancel)))
                .post(one + "/mute", Scope.JOBS_WRITE, this::mute)
                .delete(one + "/mute", Scope.JOBS_WRITE, this::unmute)
                .post(one + "/acknowledge", Scope.JOBS_WRITE, this::acknowledge)
                .post(one + "/resolve", Scope.JOBS_WRITE, this::resolve)
                .put(one + "/link", Scope.JOBS_WRITE, this::link);
    }

    private void list(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("tab", "limit", "cursor"));
        Tab tab = tab(Requests.query(ctx, "tab"));
        int limit = Requests.number(ctx, "limit", 50, 200);
        PageMark after = PageMark.parse(Requests.query(ctx, "cursor"), secrets, "failures " + tab);
        List<Group> groups = failures.list(tab, after, limit);
        String next = groups.size() < limit
                ? null
                : Failures.mark(groups.get(limit - 1)).text(secrets, "failures " + tab);
        Links.next(ctx, next);
        Json.answer(ctx, new GroupPageView(groups.stream().map(this::view).toList(), new MarkView(next, limit)));
    }

    /** Failed for good unless it says otherwise. */
    static Tab tab(@Nullable String word) {
        return word == null
                ? Tab.FAILED
                : Arrays.stream(Tab.values())
                        .filter(tab -> Problem.lower(tab).equals(word))
                        .findFirst()
                        .orElseThrow(() -> Problem.malformed("tab is " + word + ", expected failed, retrying or all"));
    }

    private GroupView view(Group group) {
        return new GroupView(
                group.fingerprint(),
                Problem.lower(group.status(failures.now())),
                group.sample().type(),
                group.sample().title(),
                group.sample().message(),
                group.sample().version(),
                group.spread().types(),
                group.spread().versions(),
                group.firstSeen(),
                group.lastSeen(),
                group.occurrences(),
                new StuckView(
                        capped(group.stuck().failed()), capped(group.stuck().retrying())),
                group.mute(),
                group.resolution(),
                group.acknowledgedBy(),
                group.link());
    }

    private static ApiViews.MatchedView capped(long jobs) {
        boolean exact = jobs < FailureStore.MOST_JOBS;
        return new ApiViews.MatchedView((int) (exact ? jobs : FailureStore.MOST_JOBS - 1), exact ? "eq" : "gte");
    }

    private void show(Context ctx) {
        Group group = failures.find(ctx);
        List<HourView> hours = failures.hours(List.of(group)).getOrDefault(group.fingerprint(), List.of()).stream()
                .map(hour -> new HourView(hour.at(), hour.failures()))
                .toList();
        TrialView sample = failures.trial(failures.operations(group))
                .map(trial -> new TrialView(trial.operation(), trial.succeeded(), trial.failed(), trial.open()))
                .orElse(null);
        Json.answer(ctx, new WholeView(view(group), group.sample().stackTrace(), hours, sample));
    }

    private void operate(Context ctx, BiFunction<Context, Group, Operation> begin) {
        Operation made = begin.apply(ctx, failures.find(ctx));
        ctx.status(202).header("Location", ctx.contextPath() + basePath + Routes.API + "/operations/" + made.id());
        Json.answer(ctx, OperationApi.OperationView.of(made));
    }

    private Operation retry(Context ctx, Group group) {
        RetryBody body = Json.readIfAny(ctx, RetryBody.class);
        return body.sample() == null
                ? failures.retry(ctx, group, body.reason())
                : failures.tryFew(ctx, group, body.sample(), body.reason());
    }

    private Operation runNow(Context ctx, Group group) {
        return failures.runNow(ctx, group, Json.readIfAny(ctx, ReasonBody.class).reason());
    }

    private Operation cancel(Context ctx, Group group) {
        return failures.cancel(ctx, group, Json.readIfAny(ctx, ReasonBody.class).reason());
    }

    private void answer(Context ctx) {
        Json.answer(ctx, view(failures.find(ctx)));
    }

    private void mute(Context ctx) {
        MuteBody body = Json.readIfAny(ctx, MuteBody.class);
        failures.mute(
                ctx,
                failures.find(ctx),
                new FailureStore.Mute(
                        Caller.of(ctx).principal().name(),
                        failures.now(),
                        body.reason(),
                        body.until(),
                        body.failures(),
                        body.version()));
        answer(ctx);
    }

    private void unmute(Context ctx) {
        failures.unmute(ctx, failures.find(ctx));
        answer(ctx);
    }

    private void acknowledge(Context ctx) {
        failures.acknowledge(ctx, failures.find(ctx));
        answer(ctx);
    }

    private void resolve(Context ctx) {
        failures.resolve(
                ctx, failures.find(ctx), Json.readIfAny(ctx, ResolveBody.class).version());
        answer(ctx);
    }

    private void link(Context ctx) {
        failures.link(ctx, failures.find(ctx), Json.read(ctx, LinkBody.class).url());
        answer(ctx);
    }
}
