package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.store.FailureStore.Group;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.JobStore.Change;
import dev.rota.store.StoreException;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The list of jobs, one job, and what is done to them. */
final class JobPages {
    private static final int MOST_AT_ONCE = 200;

    private final Rota rota;
    private final Secrets secrets;
    private final Redactor redactor;
    private final JobSearch search;
    private final Acts acts;
    private final SavedViews views;
    private final JobAmendments amendments;
    private final QuerySuggestions suggestions;
    private final Templates templates;
    private final @Nullable MailFolder mails;

    /** @param mails that jobs have sent; null where mails are really sent */
    JobPages(Rota rota, Secrets secrets, Redactor redactor, Templates templates, @Nullable MailFolder mails) {
        this.rota = rota;
        this.secrets = secrets;
        this.redactor = redactor;
        this.search = new JobSearch(rota, redactor);
        this.acts = new Acts(rota);
        this.views = new SavedViews(rota);
        this.amendments = new JobAmendments(rota);
        this.suggestions = new QuerySuggestions(rota);
        this.templates = templates;
        this.mails = mails;
    }

    void addTo(Routes routes) {
        views.addTo(routes);
        routes.get("/jobs", Scope.JOBS_READ, this::list)
                .post("/jobs/selected", Scope.JOBS_WRITE, this::changeSelected)
                .get("/jobs/{id}", Scope.JOBS_READ, this::show)
                .post("/jobs/{id}/amend", Scope.JOBS_WRITE, this::amend)
                .post("/jobs/{id}/reveal", Scope.JOBS_REVEAL, this::reveal);
        for (JobAction action : JobAction.values()) {
            routes.post("/jobs/{id}/" + action.word(), action.scope(), ctx -> change(ctx, action));
        }
    }

    private void list(Context ctx) {
        String id = Requests.query(ctx, "id");
        if (id != null) {
            Pages.redirect(ctx, "jobs/" + Urls.encoded(id));
            return;
        }
        Shell shell = templates.shell(ctx, "Jobs", "jobs");
        JobList list;
        try {
            list = new JobList(filter(ctx), JobColumns.of(ctx));
        } catch (Problem problem) {
            ctx.status(problem.status());
            templates.render(ctx, "jobs", JobsPage.refused(shell, JobFilter.written(ctx), problem));
            return;
        }
        try {
            render(ctx, shell, list);
        } catch (StoreException e) {
            if (!e.isTooSlow()) {
                throw e;
            }
            Problem problem = Problem.tooSlow();
            ctx.status(problem.status());
            templates.render(ctx, "jobs", JobsPage.refused(shell, JobFilter.written(ctx), problem));
        }
    }

    /** As long as the reader likes pages, unless the address says it. A page that follows another is as long as that. */
    private static JobFilter filter(Context ctx) {
        JobFilter asked = JobFilter.of(ctx);
        boolean said = Requests.query(ctx, "limit") != null || Requests.query(ctx, "cursor") != null;
        return said
                ? asked
                : new JobFilter(asked.query(), asked.isUnasked(), Taste.of(ctx).rows());
    }

    private void render(Context ctx, Shell shell, JobList list) {
        JobFilter filter = list.filter();
        Cursor cursor = Cursor.parse(Requests.query(ctx, "cursor"), secrets, filter.text());
        JobSearch.Counted counted = filter.isUnasked()
                ? new JobSearch.Counted(search.recent(cursor.before(), filter.limit()), null)
                : search.findAndCount(filter.query(), cursor.before(), filter.limit());
        JobSearch.Found found = counted.found();
        JobFilter.Neighbours beside = JobFilter.Neighbours.of(found, filter, cursor, secrets);
        List<JobsPage.Row> rows = found.jobs().stream()
                .map(job -> new JobsPage.Row(
                        JobRow.of(job, redactor, shell.time()), list.columns().cells(job)))
                .toList();
        boolean none = rows.isEmpty() && rota.jobs().list(Query.NEWEST.limit(1)).isEmpty();
        templates.render(
                ctx,
                "jobs",
                JobsPage.of(
                        shell,
                        list,
                        rows,
                        new JobsPage.Around(
                                beside,
                                found,
                                counted.count(),
                                none,
                                views.list(shell, list.text()),
                                suggestions.of(found.jobs()))));
    }

    private void show(Context ctx) {
        Job job = GoneJobs.require(rota, Requests.id(ctx, "job"));
        String stack = Requests.query(ctx, "stack") == null ? null : new JobStack(rota).text(job);
        render(ctx, job, false, stack);
    }

    private Job find(Context ctx) {
        long id = Requests.id(ctx, "job");
        return rota.jobs().find(id).orElseThrow(() -> Problem.notFound("job", id));
    }

    private void render(Context ctx, Job job, boolean revealed, @Nullable String stack) {
        List<Attempt> attempts = rota.jobs().attempts(job.id());
        LogFilter filter = LogFilter.of(ctx);
        Long after = after(ctx);
        LogRows log = after == null && filter.find() == null
                ? LogRows.tail(rota, job.id(), attempts, filter)
                : LogRows.after(rota, job.id(), attempts, filter, after == null ? 0 : after);
        Shell shell = templates.shell(ctx, "Job " + job.id(), "jobs");
        templates.render(
                ctx,
                "job",
                JobPage.of(
                        shell,
                        job,
                        new JobPage.Parts(
                                attempts,
                                rota.jobs().acts(job.id()),
                                Clones.of(rota, job.id()),
                                mails(shell, job),
                                log,
                                rota.jobs()
                                        .waiting(job.id())
                                        .map(JobPage.Wait::of)
                                        .orElse(null),
                                rota.type(job.type()).isPresent(),
                                revealed,
                                group(attempts),
                                stack),
                        redactor));
    }

    private List<MailFolder.Filed> mails(Shell shell, Job job) {
        return mails == null || !shell.may(Scope.MAIL_READ) ? List.of() : mails.ofJob(job.id(), JobPage.MOST_MAILS + 1);
    }

    /** The group of the last failure; null if there is none, or it is not known any more. */
    private @Nullable Group group(List<Attempt> attempts) {
        return attempts.stream()
                .map(Attempt::error)
                .filter(Objects::nonNull)
                .reduce((first, second) -> second)
                .flatMap(error -> rota.store().failures().find(error.fingerprint()))
                .orElse(null);
    }

    /** Answered at once and not by a redirect, so that what is secret stands in no address and is not shown again. */
    private void reveal(Context ctx) {
        Job job = find(ctx);
        acts.record(ctx, "job.reveal", "job:" + job.id(), null);
        render(ctx, job, true, null);
    }

    private void amend(Context ctx) {
        Job job = find(ctx);
        String did = "amended";
        try {
            amendments.apply(ctx, job, JobAmendments.body(Form.of(ctx), job));
        } catch (Problem problem) {
            if (problem.status() != 409) {
                throw problem;
            }
            did = "refused";
        }
        Pages.redirect(ctx, "../" + job.id() + "?did=" + did);
    }

    /** The line after which the log is to be shown; null for its last lines. */
    private static @Nullable Long after(Context ctx) {
        String text = Requests.query(ctx, "after");
        return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }

    private void change(Context ctx, JobAction action) {
        long id = Requests.id(ctx, "job");
        Change change = action.attempt(
                rota.jobs(), id, Caller.of(ctx).principal().name(), Form.of(ctx).get("reason"));
        if (change == Change.NOT_FOUND) {
            throw Problem.notFound("job", id);
        }
        if (change != Change.NOT_ALLOWED) {
            acts.record(ctx, "job." + action.word(), "job:" + id, Form.of(ctx).get("reason"));
        }
        boolean gone = action == JobAction.DELETE && change == Change.DONE;
        Pages.redirect(
                ctx,
                gone
                        ? "../../jobs?did=deleted"
                        : "../" + id + "?did=" + (change == Change.NOT_ALLOWED ? "refused" : action.word() + "&n=1"));
    }

    private void changeSelected(Context ctx) {
        Form form = Form.of(ctx);
        BulkAct act = BulkAct.of(form);
        Caller.of(ctx).require(act.action().scope());
        List<String> ids = form.all("id");
        if (ids.size() > MOST_AT_ONCE) {
            throw Problem.malformed(ids.size() + " jobs are selected, expected at most " + MOST_AT_ONCE);
        }
        int changed = 0;
        for (String id : ids) {
            Optional<Job> job = rota.jobs().find(number(id));
            if (job.isPresent() && changed(ctx, act, job.get())) {
                changed++;
            }
        }
        Pages.redirect(
                ctx,
                "../jobs?" + back(form)
                        + (back(form).isEmpty() ? "" : "&")
                        + (ids.isEmpty()
                                ? "did=none"
                                : "did=" + act.action().word() + "&n=" + changed + "&skipped="
                                        + (ids.size() - changed)
                                        + "#" + Urls.row("job", ids.get(0))));
    }

    /** False if it was left alone. */
    private boolean changed(Context ctx, BulkAct act, Job job) {
        String by = Caller.of(ctx).principal().name();
        String reason = Form.of(ctx).get("reason");
        Change change;
        try {
            change = act.attempt(rota.jobs(), job, by, reason);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (change != Change.DONE && change != Change.REQUESTED) {
            return false;
        }
        Acts.Change audited = act.action().act() == null
                ? new Acts.Change(null, BulkAct.text(act.action().word(), act.value()))
                : new Acts.Change(null, null);
        acts.record(ctx, act.audited(), "job:" + job.id(), reason, audited);
        return true;
    }

    /** The filters of the list that the form stood on. Anything else than a query is not followed. */
    static String back(Form form) {
        String back = form.get("back");
        return back == null || !back.matches("[A-Za-z0-9=&%._~,-]{1,2000}") ? "" : back;
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw Problem.malformed("A selected id is " + id + ", expected a number");
        }
    }
}
