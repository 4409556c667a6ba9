package dev.rota.server;

import dev.rota.cli.CommandFailure;
import dev.rota.cli.ExitCode;
import dev.rota.cli.Host;
import dev.rota.mail.SmtpSettings;
import dev.rota.server.http.AddressRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What jobs of the built-in types may call, and by what mail server they send. */
final class CallOptions {
    private static final long MOST_BYTES = 64 << 20;

    @Option(
            names = "--http-allow",
            paramLabel = "BLOCK|HOST",
            split = ",",
            description =
                    "Addresses that http jobs may call though they are not public, such as 10.0.0.0/8,127.0.0.1 or "
                            + "intranet.example.org. Public ones they may call anyway.")
    private List<String> allowed = List.of();

    @Option(
            names = "--http-response-limit",
            paramLabel = "BYTES",
            description = "How much of an answer is read; 1048576 unless given.")
    private long responseLimit = 1 << 20;

    @Option(names = "--smtp-host", paramLabel = "HOST", description = "The mail server of mail jobs.")
    private @Nullable String smtpHost;

    @Option(names = "--smtp-port", paramLabel = "PORT", description = "Its port; 587 unless given.")
    private int smtpPort = 587;

    @Option(
            names = "--smtp-tls",
            paramLabel = "TLS",
            description = "One of ${COMPLETION-CANDIDATES}; STARTTLS unless given.")
    private SmtpSettings.Tls smtpTls = SmtpSettings.Tls.STARTTLS;

    @Option(names = "--smtp-user", paramLabel = "NAME", description = "Who logs in there; nobody unless given.")
    private @Nullable String smtpUser;

    @Option(
            names = "--smtp-password",
            paramLabel = "TEXT",
            description =
                    "Others on this machine can read options: better the variable ROTA_SMTP_PASSWORD, or the file.")
    private @Nullable String smtpPassword;

    @Option(
            names = "--mail-from",
            paramLabel = "ADDRESS",
            description = "The sender of mails; rota@localhost unless given.")
    private String from = "rota@localhost";

    @Option(
            names = "--mail-capture",
            paramLabel = "DIRECTORY",
            description =
                    "Send no mail, but file each there as .eml, for people to look at. With --smtp-host besides, an "
                            + "administrator can release one from its page: then it is sent after all.")
    private @Nullable String capture;

    /** @throws CommandFailure if an option is not valid */
    AddressRules rules() {
        try {
            return AddressRules.allowing(allowed);
        } catch (IllegalArgumentException e) {
            throw usage("--http-allow: ", e);
        }
    }

    long responseLimit() {
        if (responseLimit < 1 || responseLimit > MOST_BYTES) {
            throw CommandFailure.usage(
                    "--http-response-limit is " + responseLimit + ": expected 1 to " + MOST_BYTES + ".");
        }
        return responseLimit;
    }

    /** The directory that mails are filed in instead of being sent; null if they are sent. */
    @Nullable
    Path capture(Host host) {
        return capture == null ? null : host.directory().resolve(capture);
    }

    /** Whether mails go anywhere. */
    boolean canMail() {
        return smtpHost != null || capture != null;
    }

    String from() {
        return from;
    }

    /** Null if there is no mail server. */
    @Nullable
    SmtpSettings smtp() {
        if (smtpHost == null) {
            return null;
        }
        if ((smtpUser == null) != (smtpPassword == null)) {
            throw CommandFailure.usage("Of --smtp-user and --smtp-password there is one: give both or neither.");
        }
        try {
            SmtpSettings settings = SmtpSettings.DEFAULTS.withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
            return new SmtpSettings(
                    smtpHost,
                    smtpPort,
                    smtpUser == null || smtpPassword == null ? null : new SmtpSettings.Login(smtpUser, smtpPassword),
                    smtpTls,
                    settings.connectTimeout(),
                    settings.replyTimeout());
        } catch (IllegalArgumentException e) {
            throw usage("--smtp-host: ", e);
        }
    }

    void check(Host host) {
        rules();
        responseLimit();
        capture(host);
        smtp();
        if (!from.matches("[^\\r\\n]*@[^\\r\\n]+")) {
            throw CommandFailure.usage(
                    "--mail-from is \"" + from + "\": expected an address such as rota@example.org.");
        }
    }

    private static CommandFailure usage(String option, IllegalArgumentException e) {
        return new CommandFailure(ExitCode.USAGE, option + e.getMessage() + ".", e);
    }
}
