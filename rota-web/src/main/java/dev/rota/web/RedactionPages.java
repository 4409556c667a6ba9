package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.JobType;
import dev.rota.job.SecretNames;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is hidden from people, and a place to try it out. What is tried is answered and forgotten: it is neither stored nor
 * written to a log.
 */
final class RedactionPages {
    private final Rota rota;
    private final Redactor redactor;
    private final Templates templates;

    /** A type that this process knows, with its arguments that are marked as secret, as paths. */
    record TypeRow(String name, List<String> secrets) {}

    /** Something that is hidden, and why. */
    record Hidden(String path, String because) {}

    /**
     * What was tried.
     *
     * @param type as it was sent; empty for none
     * @param json as it was sent
     * @param shown what people would see; null if nothing was tried, or it is no JSON
     * @param error why nothing is shown; null if it is
     */
    record Trial(
            String type,
            String json,
            @Nullable String shown,
            List<Hidden> hidden,
            @Nullable String error) {
        static final Trial NONE = new Trial("", "", null, List.of(), null);
    }

    record RedactionPage(Shell shell, List<String> rules, List<TypeRow> types, Trial trial) {}

    RedactionPages(Rota rota, Redactor redactor, Templates templates) {
        this.rota = rota;
        this.redactor = redactor;
        this.templates = templates;
    }

    void addTo(Routes routes) {
        routes.get("/redaction", Scope.SETTINGS_READ, ctx -> render(ctx, Trial.NONE))
                .post("/redaction", Scope.SETTINGS_READ, this::tryOut);
    }

    private void render(Context ctx, Trial trial) {
        templates.render(
                ctx,
                "redaction",
                new RedactionPage(templates.shell(ctx, "Redaction", "settings"), SecretNames.rules(), types(), trial));
    }

    private List<TypeRow> types() {
        Stream<String> scheduled = rota.schedules().list().stream()
                .map(schedule -> schedule.effective().job().type());
        Stream<String> handled =
                rota.store().workers().list().stream().flatMap(worker -> worker.registration().types().stream());
        return Stream.concat(scheduled, handled)
                .distinct()
                .sorted()
                .map(rota::type)
                .flatMap(Optional::stream)
                .map(this::row)
                .toList();
    }

    private TypeRow row(JobType<?> type) {
        return new TypeRow(type.name(), ArgsSchema.secrets(rota.codec(), type.argsClass()));
    }

    private void tryOut(Context ctx) {
        Form form = Form.of(ctx);
        String type = Optional.ofNullable(form.get("type")).orElse("");
        String json = Optional.ofNullable(form.get("json")).orElse("");
        Trial trial = trial(type, json);
        ctx.status(trial.error() == null ? 200 : 422);
        render(ctx, trial);
    }

    private Trial trial(String type, String json) {
        JsonNode given = Json.tree(json);
        if (given.isMissingNode() || (given.isString() && !json.startsWith("\""))) {
            return new Trial(type, json, null, List.of(), "That is no JSON, expected some such as {\"name\": \"Ada\"}");
        }
        if (!type.isEmpty() && rota.type(type).isEmpty()) {
            return new Trial(
                    type,
                    json,
                    null,
                    List.of(),
                    "This program has no handler for a type of this name, so it cannot tell what is marked in it;"
                            + " leave the type out to go by names alone");
        }
        JsonNode shown = type.isEmpty() ? redactor.result(json) : redactor.args(type, json);
        List<Hidden> hidden = new ArrayList<>();
        if (shown != null) {
            collect("", given, shown, hidden);
        }
        return new Trial(type, json, shown == null ? "" : Json.pretty(shown), hidden, null);
    }

    /** Walks both down to where they differ. */
    private static void collect(String path, JsonNode given, JsonNode shown, List<Hidden> hidden) {
        if (shown.isString() && shown.asString().equals(Redactor.BLANK) && !given.equals(shown)) {
            hidden.add(new Hidden(path.isEmpty() ? "all of it" : path, because(path)));
            return;
        }
        for (String name : given.propertyNames()) {
            collect(path + (path.isEmpty() ? "" : ".") + name, given.path(name), shown.path(name), hidden);
        }
        for (int i = 0; given.isArray() && i < given.size(); i++) {
            collect(path + "[" + i + "]", given.path(i), shown.path(i), hidden);
        }
    }

    private static String because(String path) {
        if (path.isEmpty()) {
            return "it does not fit the type, so nobody can tell what is secret in it";
        }
        return SecretNames.rule(path.substring(path.lastIndexOf('.') + 1))
                .map(rule -> "its name holds " + rule)
                .orElse("it is marked as @Secret");
    }
}
