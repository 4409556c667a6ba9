package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.AuditLog;
import dev.rota.console.AuditLog.Entry;
import dev.rota.console.Scope;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Who did what: as a page, by REST, and as a file. It can be read and nothing else. */
final class AuditPages {
    private static final int SHOWN = 50;
    private static final int READ_AT_ONCE = 1_000;
    private static final int MOST_EXPORTED = 100_000;

    private final Rota rota;
    private final Secrets secrets;
    private final Redactor redactor;
    private final Templates templates;
    private final Acts acts;

    record EntryView(
            long id,
            Instant at,
            String actor,
            String via,
            String action,
            @Nullable String target,
            @Nullable JsonNode before,
            @Nullable JsonNode after,
            @Nullable String reason,
            @Nullable String requestId,
            @Nullable String address) {}

    record EntriesView(List<EntryView> items, FailureApi.MarkView page) {}

    /** An entry as a row; {@code href} is where its target is shown, or null. */
    record Row(
            Entry entry,
            @Nullable String href,
            @Nullable String before,
            @Nullable String after) {
        String via() {
            return Problem.lower(entry.act().via());
        }
    }

    record AuditPage(
            Shell shell,
            AuditFilter filter,
            List<Row> rows,
            @Nullable String olderHref,
            boolean first,
            @Nullable String problem) {
        String exportHref() {
            return "audit/export" + (filter.isEmpty() ? "" : "?" + filter.text());
        }
    }

    AuditPages(Rota rota, Secrets secrets, Redactor redactor, Templates templates) {
        this.rota = rota;
        this.secrets = secrets;
        this.redactor = redactor;
        this.templates = templates;
        this.acts = new Acts(rota);
    }

    void addTo(Routes routes) {
        routes.get("/audit", Scope.AUDIT_READ, this::show)
                .post("/audit/export", Scope.AUDIT_READ, this::export)
                .get(Routes.API + "/audit", Scope.AUDIT_READ, this::list)
                .post(Routes.API + "/audit/export", Scope.AUDIT_READ, this::export);
    }

    /** A page of entries, and where the next one begins. */
    private record Found(List<Entry> entries, @Nullable String next) {}

    private Found find(Context ctx, AuditFilter filter, int limit) {
        String of = "audit " + filter.text();
        PageMark after = PageMark.parse(Requests.query(ctx, "cursor"), secrets, of);
        List<Entry> entries = audit().list(filter.query(rota.store().now(), after, limit));
        String next = entries.size() < limit
                ? null
                : AuditFilter.mark(entries.get(limit - 1)).text(secrets, of);
        return new Found(entries, next);
    }

    private AuditLog audit() {
        return rota.store().console().audit();
    }

    /** What cannot be read of the filter is told beside it. */
    private void show(Context ctx) {
        Shell shell = templates.shell(ctx, "Audit", "audit");
        AuditFilter filter = AuditFilter.of(ctx);
        Found found = new Found(List.of(), null);
        String problem = null;
        try {
            found = find(ctx, filter, SHOWN);
        } catch (Problem e) {
            ctx.status(e.status());
            problem = e.detail();
        }
        String query = filter.isEmpty() ? "" : filter.text() + "&";
        templates.render(
                ctx,
                "audit",
                new AuditPage(
                        shell,
                        filter,
                        found.entries().stream().map(entry -> row(shell, entry)).toList(),
                        found.next() == null ? null : "audit?" + query + "cursor=" + found.next(),
                        ctx.queryParam("cursor") == null,
                        problem));
    }

    private Row row(Shell shell, Entry entry) {
        return new Row(
                entry,
                href(shell, entry.act().target()),
                pretty(entry.act().before()),
                pretty(entry.act().after()));
    }

    private @Nullable String pretty(@Nullable String json) {
        JsonNode tree = redactor.result(json);
        return tree == null ? null : Json.pretty(tree);
    }

    /** Where a target is shown; null if it has no page. */
    private static @Nullable String href(Shell shell, @Nullable String target) {
        int colon = target == null ? -1 : target.indexOf(':');
        if (target == null || colon < 0) {
            return null;
        }
        String name = Urls.encoded(target.substring(colon + 1));
        return switch (target.substring(0, colon)) {
            case "job" -> shell.root() + "/jobs/" + name;
            case "schedule" -> shell.root() + "/schedules/" + name;
            case "operation" -> shell.root() + "/operations/" + name;
            case "failure" -> shell.root() + "/failures/" + name;
            case "queue" -> shell.queuePage(target.substring(colon + 1));
            case "worker" -> shell.root() + "/workers/" + name;
            case "flag" -> shell.root() + "/settings#flags";
            case "mail" -> shell.root() + "/mails/" + name;
            case "user" -> shell.accounts() ? shell.root() + "/users/" + name : null;
            case "token" -> shell.accounts() ? shell.root() + "/tokens" : null;
            case "channel", "kind" -> shell.root() + "/alerts";
            case "jobs" -> shell.searchHref(target.substring(colon + 1));
            default -> null;
        };
    }

    private void list(Context ctx) {
        Requests.requireKnownQuery(
                ctx,
                Stream.concat(AuditFilter.NAMES.stream(), Stream.of("limit", "cursor"))
                        .collect(Collectors.toSet()));
        int limit = Requests.number(ctx, "limit", SHOWN, READ_AT_ONCE);
        Found found = find(ctx, AuditFilter.of(ctx), limit);
        Links.next(ctx, found.next());
        Json.answer(
                ctx,
                new EntriesView(
                        found.entries().stream().map(this::view).toList(),
                        new FailureApi.MarkView(found.next(), limit)));
    }

    private EntryView view(Entry entry) {
        AuditLog.Act act = entry.act();
        return new EntryView(
                entry.id(),
                entry.at(),
                act.actor(),
                Problem.lower(act.via()),
                act.action(),
                act.target(),
                redactor.result(act.before()),
                redactor.result(act.after()),
                act.reason(),
                act.requestId(),
                act.address());
    }

    /** One line of JSON for each entry, the newest first; written before it is sent, and so not among them. */
    private void export(Context ctx) throws IOException {
        Requests.requireKnownQuery(ctx, Set.copyOf(AuditFilter.NAMES));
        AuditFilter filter = AuditFilter.of(ctx);
        Instant now = rota.store().now();
        List<Entry> entries = audit().list(filter.query(now, null, READ_AT_ONCE));
        acts.record(ctx, "audit.export", null, filter.isEmpty() ? null : filter.text());
        ctx.contentType("application/jsonl; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"audit.jsonl\"");
        OutputStream out = ctx.outputStream();
        int written = 0;
        while (!entries.isEmpty()) {
            for (Entry entry : entries) {
                out.write(Json.write(view(entry)));
                out.write('\n');
            }
            written += entries.size();
            PageMark last = AuditFilter.mark(entries.get(entries.size() - 1));
            entries = entries.size() < READ_AT_ONCE || written >= MOST_EXPORTED
                    ? List.of()
                    : audit().list(filter.query(now, last, READ_AT_ONCE));
        }
    }
}
