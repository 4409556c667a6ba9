package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.Operation;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.FailureStore;
import dev.rota.store.FailureStore.Group;
import dev.rota.store.FailureStore.Status;
import dev.rota.store.FailureStore.Tab;
import dev.rota.store.JobArchive.Query;
import dev.rota.web.query.JobQuery;
import dev.rota.web.query.Key;
import dev.rota.web.query.Term;
import io.javalin.http.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What pages and REST do about failures that are alike. What is done to all jobs of a group is an operation, whose query
 * begins with the fingerprint: so that a group's operations are found among the latest ones. A first few of its jobs are
 * retried by an operation that names them: what became of those jobs tells what will become of the rest.
 */
final class Failures {
    /** Jobs that may be tried before the rest. */
    static final int MOST_TRIED = 50;

    /** How far back failures are counted by hours. */
    static final Duration KEPT = Duration.ofDays(3);

    private static final int USUALLY_TRIED = 10;
    private static final int NEWEST_GROUPS = 20;
    private static final int OPERATIONS_LOOKED_AT = 100;

    private final Rota rota;
    private final Operations operations;
    private final Acts acts;

    /**
     * What became of the first jobs of a group that were retried.
     *
     * @param succeeded of them
     * @param failed again, or were cancelled or deleted
     * @param open have not ended
     */
    record Trial(long operation, int succeeded, int failed, int open) {
        int tried() {
            return succeeded + failed + open;
        }

        /** True if nine of ten succeeded: the rest may follow. */
        boolean isGood() {
            return succeeded * 10 >= tried() * 9;
        }
    }

    Failures(Rota rota, Operations operations) {
        this.rota = rota;
        this.operations = operations;
        this.acts = new Acts(rota);
    }

    private FailureStore store() {
        return rota.store().failures();
    }

    Instant now() {
        return rota.store().now();
    }

    /** How often these groups have failed in each of the last hours, as far back as is kept. */
    Map<String, List<FailureStore.Hour>> hours(List<Group> groups) {
        return store().hours(groups.stream().map(Group::fingerprint).toList(), now().minus(KEPT));
    }

    Group find(Context ctx) {
        String fingerprint = ctx.pathParam("fp");
        return store().find(fingerprint).orElseThrow(() -> Problem.notFound("group of failures", fingerprint));
    }

    /** Groups after a place, the one that failed last first. */
    List<Group> list(Tab tab, @Nullable PageMark after, int limit) {
        return store().list(tab, after == null ? null : at(after), limit);
    }

    /** The store goes by the place of a group alone. */
    private static Group at(PageMark mark) {
        return new Group(
                mark.key(),
                new FailureStore.Sample("", "", null, null, null),
                new FailureStore.Spread(List.of(), List.of()),
                mark.at(),
                mark.at(),
                0,
                new FailureStore.Stuck(0, 0),
                null,
                null,
                null,
                null,
                null);
    }

    static PageMark mark(Group group) {
        return new PageMark(group.lastSeen(), group.fingerprint());
    }

    /**
     * Of the groups that failed last those that somebody should look at: new ones, and those that came again. Their jobs are
     * not counted.
     */
    static List<Group> unseen(Rota rota, Instant now) {
        return rota.store().failures().latest(NEWEST_GROUPS).stream()
                .filter(group -> group.status(now) == Status.NEW || group.status(now) == Status.REGRESSED)
                .toList();
    }

    static Term.Texts term(String fingerprint) {
        return new Term.Texts(Key.FP, List.of(new Term.Value(fingerprint, false)), false);
    }

    private static JobQuery query(Group group, Set<JobState> states) {
        return new JobQuery(List.of(term(group.fingerprint()), new Term.States(states, false)));
    }

    /** Retries all jobs of a group that have failed for good. */
    Operation retry(Context ctx, Group group, @Nullable String reason) {
        return operate(ctx, group, JobAction.RETRY, query(group, Set.of(JobState.FAILED)), reason);
    }

    /**
     * Retries the newest few of them.
     *
     * @param most how many; null for ten
     */
    Operation tryFew(Context ctx, Group group, @Nullable Integer most, @Nullable String reason) {
        int few = most == null ? USUALLY_TRIED : most;
        if (few < 1 || few > MOST_TRIED) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/sample",
                    "Sample is " + few + ", expected 1 to " + MOST_TRIED);
        }
        List<Long> ids =
                rota
                        .jobs()
                        .list(Query.NEWEST
                                .fingerprint(group.fingerprint())
                                .states(JobState.FAILED)
                                .limit(few))
                        .stream()
                        .map(Job::id)
                        .toList();
        JobQuery first = ids.isEmpty()
                ? JobQuery.ALL
                : new JobQuery(List.of(term(group.fingerprint()), new Term.Numbers(Key.ID, ids, false)));
        return operate(ctx, group, JobAction.RETRY, first, reason);
    }

    /** Runs the jobs of a group now that wait for their next attempt. */
    Operation runNow(Context ctx, Group group, @Nullable String reason) {
        return operate(ctx, group, JobAction.RUN_NOW, query(group, Set.of(JobState.RETRYING)), reason);
    }

    /** Cancels all jobs of a group, those that wait for their next attempt too. */
    Operation cancel(Context ctx, Group group, @Nullable String reason) {
        return operate(ctx, group, JobAction.CANCEL, query(group, Set.of(JobState.FAILED, JobState.RETRYING)), reason);
    }

    private Operation operate(Context ctx, Group group, JobAction action, JobQuery jobs, @Nullable String reason) {
        long stuck = (action == JobAction.RUN_NOW ? 0 : group.stuck().failed())
                + (action == JobAction.RETRY ? 0 : group.stuck().retrying());
        if (stuck == 0 || jobs.terms().isEmpty()) {
            throw Problem.of(
                            409,
                            "nothing-to-do",
                            "There is no such job",
                            "No job of the group is in a state that allows " + action.word())
                    .hint("Its jobs have been retried, cancelled or deleted meanwhile.");
        }
        acts.record(ctx, "failure." + action.word(), target(group), reason);
        return operations.create(ctx, new Operations.Order(BulkAct.of(action), jobs, null, reason, null));
    }

    private static String target(Group group) {
        return "failure:" + group.fingerprint();
    }

    /** The latest operations on a group, the newest first. */
    List<Operation> operations(Group group) {
        String begin = term(group.fingerprint()).text() + " ";
        return rota.store().console().operations().list(null, OPERATIONS_LOOKED_AT).stream()
                .filter(operation -> operation.order().query().startsWith(begin))
                .toList();
    }

    /** What became of the jobs that were retried first; empty if that was not what was done last. */
    Optional<Trial> trial(List<Operation> latestFirst) {
        return latestFirst.stream().findFirst().flatMap(operation -> {
            List<Long> ids = new ArrayList<>();
            for (Term term : JobFilter.parse(operation.order().query()).terms()) {
                if (term instanceof Term.Numbers numbers && numbers.key() == Key.ID) {
                    ids.addAll(numbers.values());
                }
            }
            return ids.isEmpty() || !operation.order().action().equals(JobAction.RETRY.word())
                    ? Optional.empty()
                    : Optional.of(trial(operation, ids));
        });
    }

    private Trial trial(Operation operation, List<Long> ids) {
        int succeeded = 0;
        int open = 0;
        for (Job job : rota.store().archive().findAll(ids)) {
            boolean untouched =
                    job.state() == JobState.FAILED && !operation.state().hasEnded();
            if (job.state() == JobState.SUCCEEDED) {
                succeeded++;
            } else if (!job.state().isFinished() || untouched) {
                open++;
            }
        }
        return new Trial(operation.id(), succeeded, ids.size() - succeeded - open, open);
    }

    /** Says nothing more about a group for a while. */
    void mute(Context ctx, Group group, FailureStore.Mute mute) {
        if ((mute.until() != null && !mute.until().isAfter(mute.at()))
                || (mute.failures() != null && mute.failures() < 1)) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    mute.failures() != null && mute.failures() < 1 ? "/failures" : "/until",
                    "Expected a time to come, and 1 failure or more");
        }
        store().mute(group.fingerprint(), mute);
        acts.record(ctx, "failure.mute", target(group), mute.reason());
    }

    void unmute(Context ctx, Group group) {
        store().unmute(group.fingerprint());
        acts.record(ctx, "failure.unmute", target(group), null);
    }

    /** Somebody has seen it. */
    void acknowledge(Context ctx, Group group) {
        store().acknowledge(group.fingerprint(), Caller.of(ctx).principal().name());
        acts.record(ctx, "failure.acknowledge", target(group), null);
    }

    /** It is repaired, in that version or now. */
    void resolve(Context ctx, Group group, @Nullable String version) {
        store().resolve(group.fingerprint(), Caller.of(ctx).principal().name(), version);
        acts.record(ctx, "failure.resolve", target(group), version == null ? null : "in version " + version);
    }

    /** Where it is dealt with; null takes that away. */
    void link(Context ctx, Group group, @Nullable String url) {
        if (url != null && !isWeb(url)) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/url",
                    "Expected an address that begins with https:// or http://, of 1,000 characters at the most");
        }
        store().link(group.fingerprint(), url);
        acts.record(ctx, "failure.link", target(group), url);
    }

    private static boolean isWeb(String url) {
        try {
            URI address = new URI(url);
            String scheme = address.getScheme();
            return url.length() <= 1_000
                    && address.getHost() != null
                    && scheme != null
                    && (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
