package dev.rota.web;

import dev.rota.JobOrder;
import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.DuplicateJobException;
import dev.rota.job.JobType;
import dev.rota.store.JobStore.Enqueued;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Enqueues a job of a type that this program has a handler for: the type is chosen first, and then what it takes. */
final class NewJobPages {
    private static final String ADDRESS = "/new-job";

    private final Rota rota;
    private final Redactor redactor;
    private final JobOrders orders;
    private final Acts acts;
    private final Templates templates;

    NewJobPages(Rota rota, Redactor redactor, Templates templates) {
        this.rota = rota;
        this.redactor = redactor;
        this.orders = new JobOrders(rota, redactor);
        this.acts = new Acts(rota);
        this.templates = templates;
    }

    void addTo(Routes routes) {
        routes.get(ADDRESS, Scope.JOBS_WRITE, this::show).post(ADDRESS, Scope.JOBS_WRITE, this::send);
    }

    private void show(Context ctx) {
        String name = Requests.query(ctx, "type");
        JobType<?> type = name == null ? null : orders.type(name);
        ClonePage.Args args =
                ClonePage.Args.of(Optional.ofNullable(type).map(known -> ArgsType.of(rota, known)), Json.object());
        render(ctx, type, args, NewJobPage.Fields.NONE, null);
    }

    private void render(
            Context ctx,
            @Nullable JobType<?> type,
            ClonePage.Args args,
            NewJobPage.Fields fields,
            @Nullable Problem problem) {
        List<String> types = rota.types().stream().sorted().toList();
        Shell shell = templates.shell(ctx, "Enqueue a job", "jobs");
        templates.render(ctx, "newjob", new NewJobPage(shell, types, type, args, fields, problem));
    }

    /** Enqueues it, or only shows the arguments in another way. */
    private void send(Context ctx) {
        Form form = Form.of(ctx);
        JobType<?> type = orders.type(form.get("type"));
        Optional<ArgsType> argsType = Optional.of(ArgsType.of(rota, type));
        NewJobPage.Fields fields = NewJobPage.Fields.sent(form);
        try {
            JsonNode args = ClonePage.Args.read(argsType, form);
            ClonePage.Args otherwise =
                    ClonePage.Args.otherwise(argsType, args == null ? Json.object() : args, form.get("do"));
            if (otherwise == null) {
                enqueue(ctx, type, fields.body(type.name(), args == null ? null : redactor.restored(args, null)));
            } else {
                render(ctx, type, otherwise, fields, null);
            }
        } catch (Problem problem) {
            ctx.status(problem.status());
            render(ctx, type, ClonePage.Args.sent(argsType, form), fields, problem);
        }
    }

    private void enqueue(Context ctx, JobType<?> type, JobOrders.Body body) {
        JobOrder order = orders.order(type, body, Caller.of(ctx).principal().name());
        Enqueued made;
        try {
            made = order.enqueueAndTell();
        } catch (DuplicateJobException e) {
            throw Problem.of(409, "duplicate", "The unique key is taken", String.valueOf(e.getMessage()));
        }
        if (made.fresh()) {
            acts.record(ctx, "job.enqueue", "job:" + made.id(), null);
        }
        Pages.redirect(ctx, "jobs/" + made.id() + (made.fresh() ? "?did=enqueued" : "?did=there"));
    }
}
