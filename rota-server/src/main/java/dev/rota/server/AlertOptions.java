package dev.rota.server;

import dev.rota.alerts.AlertRules;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Channel;
import dev.rota.alerts.QuietTime;
import dev.rota.cli.CommandFailure;
import dev.rota.cli.ExitCode;
import dev.rota.cli.Host;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who is told of what is the matter. Give the same to every server and worker of a database. */
final class AlertOptions {
    @Option(
            names = "--alert-mail",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Mail alerts there, by --smtp-host or into --mail-capture.")
    private List<String> mail = List.of();

    @Option(
            names = "--alert-webhook",
            paramLabel = "URL",
            description = "Call it with alerts, signed. It may be any address, also one that http jobs may not call.")
    private @Nullable String webhook;

    @Option(
            names = "--alert-webhook-secret",
            paramLabel = "TEXT",
            description =
                    "What the calls are signed with, 16 characters or more. Others on this machine can read options: "
                            + "better the variable ROTA_ALERT_WEBHOOK_SECRET, or the file.")
    private @Nullable String secret;

    @Option(
            names = "--alert-quiet",
            paramLabel = "FROM-UNTIL",
            description =
                    "No mails then, as in 22:00-07:00; what comes up is mailed afterwards. Webhooks are called anyway.")
    private @Nullable String quiet;

    @Option(names = "--alert-zone", paramLabel = "ZONE", description = "Of --alert-quiet; UTC unless given.")
    private String zone = "UTC";

    @Option(
            names = "--alert-repeat",
            paramLabel = "TIME",
            description = "Tell again what still lasts after this time; never unless given.")
    private @Nullable String repeat;

    @Option(
            names = "--alert-failure-rate",
            paramLabel = "PERCENT",
            description =
                    "Of 20 or more attempts of a type in 15 minutes more than this percentage fails; 20 unless given.")
    private int failureRate = 20;

    @Option(
            names = "--alert-wait",
            paramLabel = "TIME",
            description = "A job that is due waits for longer than this; 5m unless given.")
    private String wait = "5m";

    @Option(
            names = "--alert-link",
            paramLabel = "URL",
            description = "Where people find the dashboard, such as https://rota.example.org, for links in alerts.")
    private @Nullable String link;

    /** @throws CommandFailure if an option is not valid */
    AlertSettings settings() {
        try {
            AlertSettings settings = AlertSettings.DEFAULTS
                    .rules(rules())
                    .repeat(repeat == null ? null : Host.duration("--alert-repeat", repeat))
                    .link(link == null ? null : address("--alert-link", link));
            if (!mail.isEmpty()) {
                settings = settings.channel(
                        Channel.mail("mail", mail.toArray(String[]::new)).quiet(quietTime()));
            }
            if (webhook != null) {
                settings = settings.channel(Channel.webhook("webhook", address("--alert-webhook", webhook), secret()));
            }
            return settings;
        } catch (DateTimeException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--alert-zone is \"" + zone + "\": expected a zone such as Europe/Riga.", e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--alert-…: " + e.getMessage() + ".", e);
        }
    }

    /** What is wrong with it is not repeated: addresses of webhooks are often secret. */
    private static URI address(String option, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw CommandFailure.usage(option + " is no address: expected such as https://example.org/rota.");
        }
    }

    private AlertRules rules() {
        if (failureRate < 1 || failureRate > 100) {
            throw CommandFailure.usage("--alert-failure-rate is " + failureRate + ": expected 1 to 100.");
        }
        AlertRules rules = AlertRules.DEFAULTS;
        Duration longest = Host.duration("--alert-wait", wait);
        return rules.failureRate(failureRate / 100.0, rules.failureWindow(), rules.failureLeast())
                .waits(rules.unworked(), longest, Map.of());
    }

    private @Nullable QuietTime quietTime() {
        return quiet == null ? null : QuietTime.parse(quiet, ZoneId.of(zone));
    }

    private String secret() {
        if (secret == null) {
            throw CommandFailure.usage(
                    "--alert-webhook needs a secret to sign with: give it in the variable ROTA_ALERT_WEBHOOK_SECRET.");
        }
        return secret;
    }

    /** @throws CommandFailure if an option is not valid, or mails have no way out */
    void check(boolean canMail) {
        settings();
        if (!mail.isEmpty() && !canMail) {
            throw CommandFailure.usage("--alert-mail needs a mail server: give --smtp-host, or --mail-capture.");
        }
        if (webhook == null && secret != null) {
            throw CommandFailure.usage("--alert-webhook-secret signs nothing: give --alert-webhook too.");
        }
    }
}
