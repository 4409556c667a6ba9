package dev.rota.systems.boardgames.jobs;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.systems.boardgames.BoardGamesFixture;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Alert jobs with workers that run; their handlers' clock stands still. */
final class AlertJobsGround implements AutoCloseable {
    static final Duration DAY = Duration.ofHours(24);

    final BoardGamesFixture library;
    final AlertJobs jobs;
    private final List<Rota> rotas = new ArrayList<>();

    AlertJobsGround(TestDatabase database) {
        library = new BoardGamesFixture(database);
        jobs = process(AlertJobsSettings.DEFAULTS);
    }

    @Override
    public void close() {
        rotas.forEach(Rota::close);
        library.close();
    }

    static CustomAlertJob custom(String name, AlertJobCode code) {
        return new CustomAlertJob(name, "Made by a test", DAY, code);
    }

    /** Another process on the same database. Only the first one runs. */
    AlertJobs process(AlertJobsSettings settings) {
        AlertJobParts parts = new AlertJobParts(
                new JobTable(library.database.jdbc()),
                new ExecutionTable(library.database.jdbc(), library.database.transactions()),
                new AlertJobCodes());
        AtomicReference<Rota> built = new AtomicReference<>();
        Rota rota = Rota.builder(library.store(), new JacksonCodec())
                .owningStore()
                .clock(Clock.fixed(BoardGamesFixture.NOW, ZoneOffset.UTC))
                .handler(
                        AlertJobs.TYPE,
                        new AlertJobHandler(
                                parts,
                                id -> Objects.requireNonNull(built.get()).jobs().find(id)))
                .build();
        built.set(rota);
        rotas.add(rota);
        AlertJobs made = new AlertJobs(rota, parts, Duration.ofSeconds(30));
        made.define(settings, BoardGamesJobs.defaults(library.database.jdbc()));
        if (rotas.size() == 1) {
            rota.start();
        }
        return made;
    }
}
