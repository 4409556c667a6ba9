package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.Conditions;
import dev.rota.console.Scope;
import dev.rota.schedule.Flag;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.WorkerStore.Worker;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Renders pages. */
final class Templates {
    /** Schedules that are due and have not fired are looked at up to this. */
    private static final int MOST_LATE = 1_000;

    private final Rota rota;
    private final WebSettings settings;
    private final Assets assets;
    private final LivePages.Shared<Facts> facts;
    private final boolean mails;
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), Templates.class.getPackageName());

    /**
     * What the rail says.
     *
     * @param late schedules
     * @param active workers
     * @param unworked queues in which jobs wait that nobody works
     * @param unseen groups of failures
     */
    private record Facts(long late, long active, int unworked, int unseen) {}

    Templates(Rota rota, WebSettings settings, Assets assets, LivePages pages, boolean mails) {
        this.rota = rota;
        this.settings = settings;
        this.assets = assets;
        this.facts = pages.share();
        this.mails = mails;
    }

    /** What goes around a page that reads the store. */
    Shell shell(Context ctx, String title, String section) {
        Instant now = rota.store().now();
        Facts known = facts.get(ctx, () -> read(now));
        List<Shell.RailEntry> rail = new ArrayList<>(List.of(
                new Shell.RailEntry("", "Overview", ""),
                new Shell.RailEntry("jobs", "Jobs", ""),
                new Shell.RailEntry("schedules", "Schedules", known.late() == 0 ? "" : known.late() + " late"),
                new Shell.RailEntry(
                        "queues", "Queues", known.unworked() == 0 ? "" : known.unworked() + " without workers"),
                new Shell.RailEntry("workers", "Workers", known.active() + ""),
                new Shell.RailEntry("failures", "Failures", known.unseen() == 0 ? "" : known.unseen() + " new"),
                new Shell.RailEntry("metrics", "Metrics", ""),
                new Shell.RailEntry("alerts", "Alerts", "")));
        if (Caller.find(ctx).filter(caller -> caller.may(Scope.AUDIT_READ)).isPresent()) {
            rail.add(new Shell.RailEntry("audit", "Audit", ""));
        }
        if (mails) {
            rail.add(new Shell.RailEntry("mails", "Mail", ""));
        }
        rail.add(new Shell.RailEntry("settings", "Settings", ""));
        return shell(ctx, title, section, now, rail);
    }

    private Facts read(Instant now) {
        Set<String> off = flagsOff(rota.schedules().flags());
        long late = rota.store().schedules().soonest(now, MOST_LATE).stream()
                .filter(schedule -> isLate(schedule, off, now))
                .count();
        List<Worker> workers = rota.store().workers().list();
        long active = workers.stream()
                .filter(worker -> worker.state() == Worker.State.ACTIVE)
                .count();
        return new Facts(
                late,
                active,
                UnworkedQueues.count(rota, workers, now),
                Failures.unseen(rota, now).size());
    }

    private Shell shell(Context ctx, String title, String section, @Nullable Instant now, List<Shell.RailEntry> rail) {
        return new Shell(
                title,
                section,
                root(ctx),
                settings.environment(),
                settings.accounts(),
                Caller.find(ctx).orElse(null),
                now,
                rail,
                Notice.text(ctx),
                Undo.find(ctx).orElse(null),
                Notice.made(ctx),
                !settings.editable(),
                Theme.of(ctx),
                Taste.of(ctx),
                settings.rules(),
                new Shell.Files(assets.style(), assets.script(), assets.keys(), assets.preview()));
    }

    static Set<String> flagsOff(List<Flag> flags) {
        return Conditions.flagsOff(flags);
    }

    /** Due for longer than its grace, though nothing holds it back. */
    static boolean isLate(StoredSchedule schedule, Set<String> flagsOff, Instant now) {
        return schedule.isLate(flagsOff, now);
    }

    /** From the page at hand to the base path. */
    private String root(Context ctx) {
        String below =
                ctx.path().substring(Math.min(ctx.path().length(), (ctx.contextPath() + settings.basePath()).length()));
        long depth = below.chars().filter(letter -> letter == '/').count() - 1;
        return depth < 1 ? "." : "..".concat("/..".repeat((int) depth - 1));
    }

    void render(Context ctx, String template, Object page) {
        Utf8ByteOutput output = new Utf8ByteOutput();
        engine.render(template + ".jte", page, output);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(output.getContentLength());
        try {
            output.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ctx.contentType("text/html; charset=utf-8").result(bytes.toByteArray());
    }

    /** A page about what went wrong. It does not read the store, which may be what is wrong. */
    void problem(Context ctx, Problem problem) {
        Shell shell = shell(ctx, problem.title(), "", null, List.of());
        boolean again = ctx.method().equals(HandlerType.GET) && problem.status() >= 500;
        render(ctx, "problem", new ProblemPage(shell, problem, Requests.id(ctx), again));
    }

    /** A page that asks why, and sends the form at hand once more. */
    void askReason(Context ctx, String verb) {
        Form form = Form.of(ctx);
        Map<String, List<String>> fields = new TreeMap<>();
        form.names().stream()
                .filter(name -> !name.equals("csrf") && !name.equals("reason"))
                .forEach(name -> fields.put(name, form.all(name)));
        ctx.status(422);
        render(ctx, "reasonask", new Reasons.AskPage(shell(ctx, "Why?", "", null, List.of()), verb, fields));
    }

    /** @param again whether it may help to load the page again */
    record ProblemPage(Shell shell, Problem problem, String requestId, boolean again) {}

    /** The page that logs in. */
    void login(Context ctx, LoginForm form) {
        render(ctx, "login", new LoginPage(shell(ctx, "Log in", "", null, List.of()), form));
    }

    record LoginPage(Shell shell, LoginForm form) {}

    /**
     * What the page asks for.
     *
     * @param token of a one-time link; null for who has a password already
     * @param invite of a link with which an invited user chooses a password; null for everybody else
     * @param named whether name and password are asked for
     * @param error what was wrong with the last try; null if there was none
     * @param next where to go then, see {@link NextPage}; null for the overview
     */
    record LoginForm(
            @Nullable String token,
            @Nullable String invite,
            boolean named,
            @Nullable String error,
            @Nullable String next) {
        static LoginForm invited(String invite, @Nullable String error) {
            return new LoginForm(null, invite, false, error, null);
        }
    }
}
