package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.Operation;
import dev.rota.console.OperationStore.State;
import dev.rota.console.Scope;
import dev.rota.job.JobState;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is done to all jobs that match: before, while and after it is done. */
final class OperationPages {
    private static final int LISTED = 50;
    /** From this many on, one must type how many are to be deleted. */
    private static final int MANY = 100;

    private final Rota rota;
    private final Operations operations;
    private final Redactor redactor;
    private final Secrets secrets;
    private final Templates templates;

    /** What could be done; {@code text} says to how many. */
    record Choice(BulkAction action, int eligible, String text) {}

    /** The question before anything is done. */
    record AskPage(
            Shell shell,
            String query,
            Instant asOf,
            String matched,
            List<Choice> choices,
            List<JobRow> sample,
            Chosen chosen,
            @Nullable String problem) {}

    /** What is filled in already; null for nothing. */
    record Chosen(@Nullable String action, @Nullable String reason, Map<String, String> values) {
        boolean is(BulkAction other) {
            return other.word().equals(action);
        }

        static Chosen of(Context ctx) {
            return new Chosen(Requests.query(ctx, "action"), null, Map.of());
        }

        static Chosen of(Form form) {
            Map<String, String> values = new HashMap<>();
            for (BulkAction action : BulkAction.values()) {
                String value = action.field() == null ? null : form.get(action.field());
                if (value != null) {
                    values.put(action.word(), value);
                }
            }
            return new Chosen(form.get("action"), form.get("reason"), values);
        }
    }

    /** An operation as a row, or as a page of its own. */
    record Row(
            long id,
            Look look,
            String title,
            String query,
            String counts,
            @Nullable Integer percent,
            Operation operation) {
        static Row of(Operation operation) {
            var progress = operation.progress();
            long looked = progress.done() + progress.skipped() + progress.failed();
            Long matched = progress.matched();
            return new Row(
                    operation.id(),
                    look(operation.state()),
                    BulkAct.text(operation.order().action(), operation.order().value()),
                    operation.order().query(),
                    Labels.counted(progress.done(), "job", "jobs") + " done, " + progress.skipped() + " left alone, "
                            + progress.failed() + " failed",
                    matched == null || matched == 0 ? null : (int) Math.min(100, looked * 100 / matched),
                    operation);
        }

        private static Look look(State state) {
            return switch (state) {
                case RUNNING -> new Look("▶", "Running", "running");
                case STOPPING -> new Look("‖", "Stopping", "attention");
                case STOPPED -> new Look("⊘", "Stopped", "neutral");
                case FINISHED -> new Look("✓", "Finished", "ok");
                case FAILED -> new Look("✕", "Failed", "bad");
            };
        }
    }

    record OperationPage(Shell shell, Row row, boolean canStop) {
        /** Why jobs were left alone, or could not be changed. */
        List<LeftAlone> leftAlone() {
            return LeftAlone.parse(row.operation().progress().notes());
        }
    }

    /**
     * A page of the list.
     *
     * @param olderHref null if it is the last one
     */
    record ListPage(Shell shell, List<Row> rows, @Nullable String olderHref, boolean first) {}

    OperationPages(Rota rota, Operations operations, Redactor redactor, Secrets secrets, Templates templates) {
        this.rota = rota;
        this.operations = operations;
        this.redactor = redactor;
        this.secrets = secrets;
        this.templates = templates;
    }

    void addTo(Routes routes) {
        routes.get("/operations", Scope.OPERATIONS_READ, this::list)
                .get(
                        "/operations/new",
                        Scope.OPERATIONS_WRITE,
                        ctx -> ask(ctx, Requests.query(ctx, "q"), Chosen.of(ctx), null))
                .post("/operations", Scope.OPERATIONS_WRITE, this::create)
                .get("/operations/{id}", Scope.OPERATIONS_READ, this::show)
                .post("/operations/{id}/stop", Scope.OPERATIONS_WRITE, this::stop);
    }

    private void list(Context ctx) {
        OperationList list = OperationList.read(ctx, rota, secrets, LISTED);
        templates.render(
                ctx,
                "operations",
                new ListPage(
                        templates.shell(ctx, "Operations", "jobs"),
                        list.operations().stream().map(Row::of).toList(),
                        list.next() == null ? null : "operations?cursor=" + list.next(),
                        Requests.query(ctx, "cursor") == null));
    }

    private void show(Context ctx) {
        Operation operation = operations.find(ctx);
        Shell shell = templates.shell(ctx, "Operation " + operation.id(), "jobs");
        boolean canStop = operation.state() == State.RUNNING && Operations.may(shell);
        templates.render(ctx, "operation", new OperationPage(shell, Row.of(operation), canStop));
    }

    private void ask(Context ctx, @Nullable String query, Chosen chosen, @Nullable Problem problem) {
        Shell shell = templates.shell(ctx, "All matching jobs", "jobs");
        Instant asOf = operations.time(null);
        JobSearch.Found found = operations.counted(Operations.query(query));
        List<Choice> choices = new ArrayList<>();
        OperationPreview last = null;
        for (BulkAction action : BulkAction.values()) {
            if (shell.may(action.scope())) {
                last = OperationPreview.of(found, action);
                choices.add(new Choice(action, last.eligible(), text(last)));
            }
        }
        if (last == null) {
            throw Problem.of(403, "not-allowed", "You may not do this", "No act on jobs is allowed to you");
        }
        templates.render(
                ctx,
                "ask",
                new AskPage(
                        shell,
                        query == null ? "" : query,
                        asOf,
                        last.matched().text(),
                        choices,
                        last.sample().stream()
                                .map(job -> JobRow.of(job, redactor, shell.time()))
                                .toList(),
                        chosen,
                        problem == null ? null : problem.detail()));
    }

    private static String text(OperationPreview preview) {
        String can = preview.eligible() + (preview.matched().exact() ? "" : "+") + " of them";
        Map<JobState, Integer> not = preview.notEligible();
        return not.isEmpty()
                ? can
                : can + "; not those that are "
                        + not.keySet().stream().map(Problem::lower).collect(Collectors.joining(", "));
    }

    private void create(Context ctx) {
        Form form = Form.of(ctx);
        Operations.Order order;
        try {
            order = Operations.order(ctx, BulkAct.of(form), form.get("q"), form.get("reason"), null)
                    .asOf(asOf(form.get("asOf")));
            requireNumber(order, form.get("count"));
        } catch (Problem problem) {
            if (problem.status() != 422) {
                throw problem;
            }
            ctx.status(422);
            ask(ctx, form.get("q"), Chosen.of(form), problem);
            return;
        }
        Pages.redirect(ctx, "operations/" + operations.create(ctx, order).id());
    }

    /** When the question was shown: who confirms it means what was there then. */
    private static @Nullable Instant asOf(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.malformed("asOf is " + text + ", expected a time such as 2026-11-20T10:00:00Z");
        }
    }

    /** Who deletes many says how many. */
    private void requireNumber(Operations.Order order, @Nullable String typed) {
        if (!order.act().action().last()) {
            return;
        }
        OperationPreview preview = operations.preview(order);
        String number = String.valueOf(preview.matched().value());
        if (preview.eligible() > MANY && !number.equals(typed)) {
            throw Problem.invalid(
                    "not-confirmed", "A field is not valid", "/count", "Type " + number + " to delete these jobs");
        }
    }

    private void stop(Context ctx) {
        Pages.redirect(
                ctx, "../" + Requests.id(ctx, "operation") + (operations.stop(ctx) ? "?did=stopping" : "?did=refused"));
    }
}
