package dev.rota.cli;

import dev.rota.Rota;
import dev.rota.console.Role;
import dev.rota.job.JobType;
import dev.rota.schedule.Schedule;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.testing.TestClock;
import dev.rota.web.Authenticator;
import dev.rota.web.Principal;
import dev.rota.web.RotaWeb;
import dev.rota.web.WebSettings;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;

/** A server of a filled database, whose time stands still. */
final class RunningServer implements AutoCloseable {
    static final String TOKEN = "anna-token-0123456789";
    static final String VIEWER = "vera-token-0123456789";

    private final SqliteStore store;
    private final Rota rota;
    private final RotaWeb web;
    private final int port;

    /** Serves a file that was filled. */
    RunningServer(Path file) {
        this(file, WebSettings.HouseRules.NONE);
    }

    RunningServer(Path file, WebSettings.HouseRules rules) {
        TestClock clock = TestClock.at(Shell.NOW);
        store = SqliteStore.open(file, SqliteSettings.DEFAULTS.clock(clock));
        rota = FilledDatabase.rota(store, clock);
        web = new RotaWeb(
                rota,
                WebSettings.DEFAULTS
                        .clock(clock)
                        .rules(rules)
                        .loopbackRole(null)
                        .authenticator(Authenticator.bearer(Map.of(
                                TOKEN, new Principal("anna (cli)", Role.ADMIN),
                                VIEWER, new Principal("vera", Role.VIEWER)))));
        port = web.start(0);
    }

    /** A server of this file, which is filled first. */
    static RunningServer fill(Path file) {
        FilledDatabase.make(file);
        return new RunningServer(file);
    }

    String url() {
        return "http://127.0.0.1:" + port + "/rota";
    }

    /** Puts so many schedules beside those that there are. */
    void addSchedules(int count) {
        for (int i = 0; i < count; i++) {
            rota.schedules()
                    .put(Schedule.cron("many-" + i, "0 3 * * *", ZoneOffset.UTC).runs(JobType.of("many.type")));
        }
    }

    /** Runs the next job that is due, as a worker would. */
    void runDue() {
        rota.runDue();
    }

    /** Returns when no operation is open any more. */
    void awaitOperations() {
        while (store.console().operations().list(null, 10).stream()
                .anyMatch(operation -> !operation.state().hasEnded())) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        web.close();
        rota.close();
        store.close();
    }
}
