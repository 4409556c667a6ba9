package dev.rota.server;

import dev.rota.cli.CommandFailure;
import dev.rota.cli.ExitCode;
import dev.rota.console.Role;
import dev.rota.web.Authenticator;
import dev.rota.web.JwtSettings;
import dev.rota.web.TlsKeys;
import dev.rota.web.WebSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the dashboard and REST are, and who may enter. */
final class WebOptions {
    private static final int LAST_PORT = 65_535;

    /** A role, or none. */
    enum LoopbackRole {
        NONE,
        VIEWER,
        OPERATOR,
        ADMIN;

        @Nullable
        Role role() {
            return this == NONE ? null : Role.valueOf(name());
        }
    }

    @Option(names = "--port", paramLabel = "PORT", description = "0 takes a free one; 8080 unless given.")
    private int port = 8080;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description =
                    "Listen there; 127.0.0.1 unless given. Elsewhere than on this machine it needs TLS (--tls-cert), "
                            + "--behind-proxy or --plain-http.")
    private String bind = "127.0.0.1";

    @Option(
            names = "--behind-proxy",
            description = "A proxy that speaks TLS stands before this server, and sets X-Forwarded-For and -Proto.")
    private boolean behindProxy;

    @Option(
            names = "--plain-http",
            description = "Let people log in without TLS: what they type and their cookies travel readable.")
    private boolean plainHttp;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Option(
            names = "--base-path",
            paramLabel = "PATH",
            description = "The path that everything is served under; none by default.")
    private String basePath = "";

    @Option(names = "--environment", paramLabel = "NAME", description = "Shown on every page, such as prod.")
    private String environment = "";

    @Option(
            names = "--loopback-role",
            paramLabel = "ROLE",
            description =
                    "What somebody on this machine may do without logging in, as long as there are no users: one of "
                            + "${COMPLETION-CANDIDATES}; ADMIN unless given.")
    private LoopbackRole loopbackRole = LoopbackRole.ADMIN;

    @Option(
            names = "--frozen-settings",
            description =
                    "Show flags, schedules, limits of queues, alerts, users and tokens, and let nobody change them.")
    private boolean frozenSettings;

    @Option(
            names = "--require-reason",
            split = ",",
            paramLabel = "WORD",
            description = "What may only be done with a reason, kept in the audit, such as delete,cancel,purge.")
    private Set<String> requireReason = Set.of();

    @Option(
            names = "--trace-url",
            paramLabel = "URL",
            description = "Where the trace of a job is shown, with {traceId} in it.")
    private @Nullable String traceUrl;

    @Option(
            names = "--log-url",
            paramLabel = "URL",
            description = "Where the log of the program is searched for a job, with {jobId} or {traceId} in it.")
    private @Nullable String logUrl;

    @Option(
            names = "--jwt-secret",
            paramLabel = "TEXT",
            description = "Believe JSON Web Tokens signed with it by HS256; better in ROTA_JWT_SECRET.")
    private @Nullable String jwtSecret;

    @Option(names = "--jwt-jwks", paramLabel = "URL", description = "Believe those signed by a key that stands there.")
    private @Nullable URI jwtKeys;

    @Option(names = "--jwt-issuer", paramLabel = "TEXT", description = "Who must have made them.")
    private @Nullable String jwtIssuer;

    @Option(
            names = "--jwt-audience",
            paramLabel = "TEXT",
            description = "For whom they must be made; rota unless given.")
    private String jwtAudience = "rota";

    /** @throws CommandFailure if an option is not valid */
    private Authenticator authenticator() {
        if (jwtSecret == null && jwtKeys == null) {
            return Authenticator.NOBODY;
        }
        try {
            return Authenticator.jwt(
                    new JwtSettings(jwtSecret, jwtKeys, jwtIssuer, jwtAudience, InstantSource.system()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--jwt-…: " + e.getMessage() + ".", e);
        }
    }

    /** @throws CommandFailure if an option is not valid */
    private WebSettings.HouseRules rules() {
        try {
            return new WebSettings.HouseRules(requireReason, traceUrl, logUrl);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--require-reason, --trace-url, --log-url: " + e.getMessage() + ".", e);
        }
    }

    /** @throws CommandFailure if an option is not valid */
    WebSettings settings(@Nullable Supplier<String> metrics, List<WebSettings.Given> options) {
        try {
            return WebSettings.DEFAULTS
                    .basePath(basePath)
                    .environment(environment)
                    .standalone(new WebSettings.Standalone(true, behindProxy, metrics, options))
                    .authenticator(authenticator())
                    .plainLogin(plainHttp)
                    .editable(!frozenSettings)
                    .rules(rules())
                    .loopbackRole(behindProxy ? null : loopbackRole.role());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--base-path: " + e.getMessage() + ".", e);
        }
    }

    void check() {
        if (port < 0 || port > LAST_PORT) {
            throw CommandFailure.usage("--port is " + port + ": expected 0 to " + LAST_PORT + ".");
        }
        if (behindProxy && plainHttp) {
            throw CommandFailure.usage("--plain-http and --behind-proxy exclude each other: give one of them.");
        }
        if (plainHttp && hasTls()) {
            throw CommandFailure.usage("--plain-http and --tls-… exclude each other: give one of them.");
        }
        if (!isLoopback() && !behindProxy && !plainHttp && !hasTls()) {
            throw CommandFailure.usage("--bind " + bind + " can be reached from elsewhere, and no TLS was asked for: "
                    + "give --tls-cert and --tls-key, or put a proxy that speaks TLS before it and give --behind-proxy, "
                    + "or let everything travel readable with --plain-http.");
        }
        settings(null, List.of());
    }

    /** True if it is asked to speak TLS itself. */
    boolean hasTls() {
        return tls.isGiven();
    }

    /**
     * With the key and the certificate of this server; null if it speaks no TLS.
     *
     * @param directory what relative paths start from
     * @throws CommandFailure if they cannot be read or do not fit
     */
    @Nullable
    TlsKeys tls(Path directory) {
        return !tls.isGiven() ? null : tls.keys(directory);
    }

    boolean isLoopback() {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--bind is \"" + bind + "\": expected an address of this machine, such as 0.0.0.0.",
                    e);
        }
    }

    /** True if it is said that passwords may be read on their way. */
    boolean isPlain() {
        return plainHttp && !isLoopback();
    }

    /** Who gets in while there is no user, as the end of a sentence. */
    String openTo() {
        return behindProxy || loopbackRole == LoopbackRole.NONE
                ? ""
                : ": until there is one, whoever is on this machine is "
                        + loopbackRole.name().toLowerCase(Locale.ROOT);
    }

    int port() {
        return port;
    }

    String bind() {
        return bind;
    }

    /** As a browser on this machine writes it. */
    String origin(int boundPort) {
        String host = bind.equals("0.0.0.0") || bind.equals("::") ? "localhost" : bind;
        return (hasTls() ? "https://" : "http://")
                + (host.contains(":") ? "[" + host + "]" : host.toLowerCase(Locale.ROOT)) + ":" + boundPort;
    }

    String basePath() {
        return basePath;
    }
}
