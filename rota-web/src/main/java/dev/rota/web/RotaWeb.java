package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Alerts;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.Servlet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dashboard and REST of one {@link Rota}: a servlet to mount at the base path, or a server of its own. Thread-safe.
 *
 * <pre>{@code
 * try (RotaWeb web = new RotaWeb(rota, WebSettings.DEFAULTS)) {
 *     int port = web.start(8080);
 *     System.out.println(web.adminLink("http://localhost:" + port));
 * }
 * }</pre>
 */
public final class RotaWeb implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RotaWeb.class);
    private static final String SECRET_SETTING = "web.signing-key";
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Rota rota;
    private final WebSettings settings;
    private final @Nullable MailFolder mails;
    private final Secrets secrets;
    private final Logins logins;
    private final Gate gate;
    private final OperationRunner operations;
    private final HealthApi health;
    private final LivePages pages = new LivePages();
    private final LiveHub live;
    private final JobWaiting waiting;
    private final Alerts alerts;
    private final Javalin app;
    private volatile boolean listens;

    /** Makes the servlet; nothing listens yet. The Rota stays the caller's to close. */
    public RotaWeb(Rota rota, WebSettings settings) {
        this(rota, settings, new Alerts(rota, AlertSettings.DEFAULTS), null);
    }

    /**
     * The same with a page of alerts that has channels, and with mails that are filed instead of being delivered.
     *
     * @param alerts stay the caller's to start and to close
     * @param mails to be shown; null where mails are really sent
     */
    public RotaWeb(Rota rota, WebSettings settings, Alerts alerts, @Nullable MailFolder mails) {
        this.mails = mails;
        this.rota = rota;
        this.settings = settings;
        this.alerts = alerts;
        this.secrets = new Secrets(key(rota, settings));
        this.logins = settings.accounts() ? new Accounts(rota, settings.clock()) : new TicketLogins(settings.clock());
        this.gate = new Gate(settings, secrets, logins);
        this.health = new HealthApi(rota, settings, gate);
        this.live = new LiveHub(rota, pages);
        this.waiting = new JobWaiting(rota);
        Redactor redactor = new Redactor(rota);
        this.operations = new OperationRunner(rota, new JobSearch(rota, redactor));
        this.app = Javalin.create(this::configure);
        operations.start();
    }

    /** Servers of their own on one database sign alike, so that a form of one may be sent to another. */
    private static byte[] key(Rota rota, WebSettings settings) {
        String secret = settings.secret();
        if (secret == null && settings.accounts()) {
            secret = rota.store()
                    .console()
                    .settings()
                    .putIfAbsent(SECRET_SETTING, '"' + Secrets.randomToken() + '"', "rota")
                    .value();
        }
        return secret == null ? Secrets.randomKey() : secret.getBytes(StandardCharsets.UTF_8);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.defaultContentType = "text/plain";
        config.router.ignoreTrailingSlashes = false;
        config.routes.before(RotaWeb::addHeaders);
        config.routes.before(Requests::readBody);
        config.routes.before(pages::begin);
        config.routes.after(pages::end);
        config.routes.beforeMatched(this::enter);
        config.routes.beforeMatched(new RateLimit(settings.clock())::count);
        Assets assets = new Assets();
        Templates templates = new Templates(rota, settings, assets, pages, mails != null);
        new Problems(templates, settings.basePath() + "/api/").addTo(config.routes);
        Routes routes = new Routes(
                config.routes,
                settings.basePath(),
                new Reasons(settings.rules().requireReason(), templates),
                rota.store());
        Redactor redactor = new Redactor(rota);
        addJobs(routes, redactor, templates);
        addSchedules(routes, redactor, templates);
        addQueuesAndWorkers(routes, redactor, templates);
        addInsight(routes, templates);
        addSettings(routes, redactor, templates);
        assets.addTo(routes);
        health.addTo(routes);
        addAccounts(routes, templates);
    }

    private void addJobs(Routes routes, Redactor redactor, Templates templates) {
        new JobApi(rota, secrets, redactor, waiting, settings.basePath()).addTo(routes);
        new JobExport(rota, redactor).addTo(routes);
        new ViewApi(rota).addTo(routes);
        Operations all = new Operations(rota, new JobSearch(rota, redactor), operations);
        new OperationApi(rota, all, redactor, secrets, settings.basePath()).addTo(routes);
        new OperationPages(rota, all, redactor, secrets, templates).addTo(routes);
        Failures failures = new Failures(rota, all);
        new FailureApi(failures, secrets, new Idempotency(rota), settings.basePath()).addTo(routes);
        new FailurePages(rota, failures, secrets, redactor, templates).addTo(routes);
        new JobPages(rota, secrets, redactor, templates, mails).addTo(routes);
        OverviewPages overview = new OverviewPages(rota, gate, alerts.rules(), templates, pages);
        new Pages(rota, overview, new LoginPages(gate, logins, templates), secrets, redactor, templates)
                .addTo(routes, settings.basePath());
    }

    private void addSchedules(Routes routes, Redactor redactor, Templates templates) {
        new ScheduleApi(rota, secrets, redactor, settings.basePath()).addTo(routes);
        new ScheduleWriteApi(rota, redactor, settings.basePath()).addTo(routes);
        Backfills backfills = new Backfills(rota, operations);
        new BackfillApi(rota, backfills, settings.basePath()).addTo(routes);
        new BackfillPages(rota, backfills, templates).addTo(routes);
    }

    private void addQueuesAndWorkers(Routes routes, Redactor redactor, Templates templates) {
        Purges purges = new Purges(rota, new JobSearch(rota, redactor), operations);
        new QueueApi(rota).addTo(routes);
        new QueueLoadApi(rota, purges, settings.basePath()).addTo(routes);
        new QueueListPages(rota, alerts.rules(), templates).addTo(routes);
        new QueuePages(rota, purges, alerts.rules(), templates).addTo(routes);
        new WorkerApi(rota).addTo(routes);
        new WorkerPages(rota, templates).addTo(routes);
    }

    private void addInsight(Routes routes, Templates templates) {
        new AlertApi(rota, alerts, settings.basePath()).addTo(routes);
        new AlertPages(rota, alerts, templates).addTo(routes);
        new LiveApi(live).addTo(routes);
        new MetricsPages(rota, templates, settings.standalone().metrics()).addTo(routes);
        new StatsApi(rota).addTo(routes);
        if (mails != null) {
            new MailPages(rota, mails, templates).addTo(routes);
        }
    }

    private void addSettings(Routes routes, Redactor redactor, Templates templates) {
        Flags flags = new Flags(rota);
        new SettingsApi(rota, settings, flags).addTo(routes);
        new SettingsPages(rota, settings, flags, templates).addTo(routes);
        new RedactionPages(rota, redactor, templates).addTo(routes);
        new TypeApi(rota).addTo(routes);
        new ContractApi().addTo(routes);
        new AuditPages(rota, secrets, redactor, templates).addTo(routes);
    }

    private void addAccounts(Routes routes, Templates templates) {
        if (logins instanceof Accounts accounts) {
            TokenGrants tokens = new TokenGrants(rota, accounts, gate);
            UserChanges users = new UserChanges(rota, accounts, gate);
            new AccountApi(accounts, tokens, gate, settings.basePath()).addTo(routes);
            new UserApi(users, accounts, gate, settings.basePath()).addTo(routes);
            new AccountPages(users, tokens, accounts, gate, templates).addTo(routes);
        }
    }

    /** What is open to all waits for nobody who reads the store. */
    private void enter(Context ctx) {
        if (Gate.access(ctx).open()) {
            gate.enter(ctx);
        } else {
            rota.store().forReaders(() -> gate.enter(ctx));
        }
    }

    private static void addHeaders(Context ctx) {
        ctx.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store")
                .header("X-Request-Id", Requests.id(ctx));
    }

    /** The servlet, to be mounted at the base path with everything below it. Needs no Jetty. */
    public Servlet servlet() {
        return app.javalinServlet();
    }

    /**
     * Listens on 127.0.0.1. Needs Jetty on the class path.
     *
     * @param port 0 takes a free one
     * @return the port
     */
    public int start(int port) {
        return start("127.0.0.1", port);
    }

    /**
     * Listens on the address of a host.
     *
     * @param host such as 0.0.0.0
     * @param port 0 takes a free one
     * @return the port
     */
    public int start(String host, int port) {
        return start(host, port, null);
    }

    /**
     * The same by TLS.
     *
     * @param tls the key and the certificate of this server; null listens without TLS
     */
    public int start(String host, int port, @Nullable TlsKeys tls) {
        listens = true;
        JettyErrors.addTo(app);
        JettyHeaders.addTo(app);
        if (tls == null) {
            app.start(host, port);
        } else {
            TlsConnector.addTo(app, host, port, tls);
            app.start();
        }
        LOG.info("Dashboard at {}://{}:{}{}/", tls == null ? "http" : "https", host, app.port(), settings.basePath());
        if (settings.loopbackRole() != null && !settings.accounts()) {
            LOG.info(
                    "Whoever is on this machine is {} there without login; set loopbackRole to null to ask for one",
                    Problem.lower(settings.loopbackRole()));
        }
        return app.port();
    }

    /**
     * A link that logs in as admin, once, within 30 minutes. Print it where only the operator reads it.
     *
     * @param origin of the address, such as {@code http://localhost:8080}, with the context path of the container if it
     *     has one
     */
    public String adminLink(String origin) {
        return origin + settings.basePath() + "/login?token=" + logins.issueLink();
    }

    /** From now on says that it is not ready, so that nobody is sent here any more; it answers as before. */
    public void drain() {
        health.drain();
    }

    /**
     * What can be asked of it, as {@code GET /rota/jobs/{id}}, sorted: for rules of a proxy, and for whoever checks that
     * nothing was left out. Where GET is, there is HEAD, too.
     */
    public List<String> routes() {
        return app.unsafe.internalRouter.allHttpHandlers().stream()
                .map(route -> route.endpoint)
                .filter(route -> route.method.isHttpMethod() && !route.method.equals(HandlerType.HEAD))
                .map(route -> route.method + " " + route.path)
                .sorted()
                .toList();
    }

    Javalin app() {
        return app;
    }

    /** Stops listening, if it listens, and lets go of all who watch. */
    @Override
    public void close() {
        live.close();
        waiting.close();
        operations.close();
        if (listens) {
            // Where it is mounted in another container there is no Jetty that could be asked.
            app.stop();
        }
    }
}
