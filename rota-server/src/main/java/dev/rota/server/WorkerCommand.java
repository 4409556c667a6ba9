package dev.rota.server;

import dev.rota.cli.Host;
import dev.rota.event.RotaEvent;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rota worker}. */
@Command(
        name = "worker",
        description =
                "Works jobs of the types http and mail, without dashboard and REST, until it is stopped. Each option may "
                        + "stand in a variable: --queues in ROTA_QUEUES, and so on.")
final class WorkerCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerCommand.class);

    private final Host host;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private CallOptions calls = new CallOptions();

    @Mixin
    private AlertOptions alerts = new AlertOptions();

    @Mixin
    private LogOptions logs = new LogOptions();

    WorkerCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        engine.check();
        calls.check(host);
        alerts.check(calls.canMail());
        logs.apply();
        Opening opening = new Opening(host);
        Standalone standalone = opening.attempt(
                () -> new Standalone(opening.store(engine.connections()), engine, calls, alerts.settings(), host));
        CountDownLatch asked = new CountDownLatch(1);
        standalone.rota().listen(event -> {
            if (event instanceof RotaEvent.WorkerStopped && standalone.rota().isStoppedAsAsked()) {
                asked.countDown();
            }
        });
        opening.attempt(() -> {
            standalone.rota().start();
            standalone.alerts().start();
            return standalone;
        });
        Running.onStop(() -> {
            LOG.info("Stopping: nothing more is claimed, and what runs has {} to end", engine.graceWords());
            standalone.close();
            LOG.info("Stopped");
        });
        LOG.info("Works {} of {}", engine.words(), standalone.rota().store().describe());
        Running.until(asked);
        return 0;
    }
}
