package dev.rota.server;

import dev.rota.cli.CommandFailure;
import dev.rota.cli.ExitCode;
import dev.rota.cli.Host;
import dev.rota.console.UserStore.User;
import dev.rota.web.RotaWeb;
import dev.rota.web.TlsKeys;
import io.javalin.util.JavalinBindException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rota server}. */
@Command(
        name = "server",
        description =
                "Serves the dashboard and REST, fires schedules, and works jobs of the types http and mail, until it is "
                        + "stopped. Each option may stand in a variable: --port in ROTA_PORT, --http-allow in ROTA_HTTP_ALLOW, and "
                        + "so on.")
final class ServerCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCommand.class);

    private final Host host;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private WebOptions web = new WebOptions();

    @Option(names = "--no-worker", description = "Work no jobs: leave that to rota worker.")
    private boolean noWorker;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private CallOptions calls = new CallOptions();

    @Mixin
    private AlertOptions alerts = new AlertOptions();

    @Mixin
    private LogOptions logs = new LogOptions();

    ServerCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        web.check();
        engine.check();
        calls.check(host);
        alerts.check(calls.canMail());
        TlsKeys tls = web.tls(host.directory());
        logs.apply();
        Opening opening = new Opening(host);
        Standalone standalone = opening.attempt(
                () -> new Standalone(opening.store(engine.connections()), engine, calls, alerts.settings(), host));
        try {
            opening.attempt(() -> serve(standalone, tls));
        } catch (RuntimeException e) {
            standalone.close();
            throw e;
        }
        Running.untilStopped();
        return 0;
    }

    private RotaWeb serve(Standalone standalone, @Nullable TlsKeys tls) {
        List<User> users = standalone.rota().store().console().users().list();
        boolean open = users.stream().allMatch(User::disabled);
        if (open && web.isPlain()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    nobody(users)
                            + ", and --plain-http would let the first login be read: make one with rota user add.");
        }
        GivenOptions given = new GivenOptions(Objects.requireNonNull(spec), host);
        RotaWeb pages = new RotaWeb(
                standalone.rota(),
                web.settings(standalone::metrics, given.list()).origins(given::origin),
                standalone.alerts(),
                standalone.mails());
        try {
            int port = pages.start(web.bind(), web.port(), tls);
            if (!noWorker) {
                standalone.rota().start();
            }
            standalone.alerts().start();
            Running.onStop(() -> stop(standalone, pages));
            greet(standalone, web.origin(port));
            if (open) {
                tellHowToEnter(pages, web.origin(port), users);
            }
            return pages;
        } catch (JavalinBindException e) {
            pages.close();
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "The port " + web.port() + " of " + web.bind()
                            + " cannot be listened on: another program has it, or it is not this user's; choose one with --port.",
                    e);
        }
    }

    private void greet(Standalone standalone, String origin) {
        LOG.info(
                "Rota {} at {}{}/ with {}; {}",
                host.version(),
                origin,
                web.basePath(),
                standalone.rota().store().describe(),
                noWorker ? "works no jobs" : "works " + engine.words());
    }

    private static String nobody(List<User> users) {
        return users.isEmpty() ? "There is no user yet" : "There is no user who may log in";
    }

    private void tellHowToEnter(RotaWeb pages, String origin, List<User> users) {
        host.err()
                .println(nobody(users)
                        + (users.isEmpty() ? web.openTo() : ": let one in again with rota user enable, or make one")
                        + ".");
        host.err()
                .println("This link lets " + (users.isEmpty() ? "the first" : "a new")
                        + " administrator in, once, within 30 minutes:");
        host.err().println("  " + pages.adminLink(origin));
        host.err().flush();
    }

    private void stop(Standalone standalone, RotaWeb pages) {
        LOG.info("Stopping: nothing more is claimed, and what runs has {} to end", engine.graceWords());
        pages.drain();
        standalone.rota().stop(engine.grace());
        pages.close();
        standalone.close();
        LOG.info("Stopped");
    }
}
