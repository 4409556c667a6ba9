package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.SecretNames;
import dev.rota.store.Finding;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What is configured, the flags, and how the dashboard looks to its reader. */
final class SettingsPages {
    private static final List<Licence> LICENCES = List.of(
            new Licence("Rota", "Apache-2.0"),
            new Licence("Javalin", "Apache-2.0"),
            new Licence("JTE", "Apache-2.0"),
            new Licence("Jackson", "Apache-2.0"),
            new Licence("Nimbus JOSE + JWT", "Apache-2.0"),
            new Licence("Jetty", "Apache-2.0 or EPL-2.0"),
            new Licence("SLF4J", "MIT"),
            new Licence("HikariCP", "Apache-2.0"),
            new Licence("SQLite JDBC", "Apache-2.0"),
            new Licence("PostgreSQL JDBC", "BSD-2-Clause"));

    private final Rota rota;
    private final WebSettings settings;
    private final Flags flags;
    private final Templates templates;

    /** Whose work is in it, and on what terms. */
    record Licence(String name, String terms) {}

    /** A finding about the database. */
    record FindingRow(Look look, Finding finding) {}

    record SettingsPage(
            Shell shell,
            List<Flags.FlagView> flags,
            List<Effective.Entry> settings,
            List<Effective.Entry> retention,
            List<WebSettings.Given> options,
            List<String> redacted,
            String store,
            int tables,
            List<FindingRow> findings,
            List<SavedViews.Saved> views,
            String version,
            List<Licence> licences) {
        boolean mayWrite() {
            return shell.may(Scope.SETTINGS_WRITE);
        }
    }

    SettingsPages(Rota rota, WebSettings settings, Flags flags, Templates templates) {
        this.rota = rota;
        this.settings = settings;
        this.flags = flags;
        this.templates = templates;
    }

    void addTo(Routes routes) {
        routes.get("/settings", Scope.SETTINGS_READ, this::show).post("/flags/{name}", Scope.SETTINGS_WRITE, this::set);
    }

    private void show(Context ctx) {
        Shell shell = templates.shell(ctx, "Settings", "settings");
        templates.render(
                ctx,
                "settings",
                new SettingsPage(
                        shell,
                        flags.all(),
                        Effective.settings(rota, settings),
                        Effective.retention(rota, settings),
                        settings.options(),
                        SecretNames.rules(),
                        rota.store().describe(),
                        rota.store().version(),
                        rota.store().diagnose().stream()
                                .map(finding -> new FindingRow(look(finding.severity()), finding))
                                .toList(),
                        new SavedViews(rota).list(shell, ""),
                        version(),
                        LICENCES));
    }

    private static String version() {
        Properties properties = new Properties();
        try (@Nullable InputStream in = SettingsPages.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The version of this program cannot be read", e);
        }
        return properties.getProperty("version", "of an unknown version");
    }

    private static Look look(Finding.Severity severity) {
        return switch (severity) {
            case INFO -> new Look("●", "Worth knowing", "neutral");
            case WARNING -> new Look("!", "Warning", "attention");
            case ERROR -> new Look("✕", "Error", "bad");
        };
    }

    private void set(Context ctx) {
        Form form = Form.of(ctx);
        Flags.FlagView before = flags.find(ctx);
        flags.set(ctx, on(form.get("on")), form.get("reason"));
        Undo undo = Undo.of("flags/" + Urls.encoded(before.name()))
                .with("on", before.override() == null ? "code" : before.override() ? "on" : "off");
        Pages.redirect(ctx, "../settings?did=flag" + undo.parameter(ctx) + "#" + Urls.row("flag", before.name()));
    }

    private static @Nullable Boolean on(@Nullable String word) {
        return switch (word == null ? "" : word) {
            case "on" -> true;
            case "off" -> false;
            case "code" -> null;
            default -> throw Problem.malformed("The flag is to be " + word + ", expected on, off or code");
        };
    }
}
