package dev.rota.acceptance.matrix;

import dev.rota.acceptance.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** What a fault strikes: the database, the workers, what is between them, and their clocks. */
final class Stage implements AutoCloseable {
    /** Of Debian's package {@code faketime}. */
    static final Optional<Path> FAKETIME = Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
            .map(machine -> Path.of("/usr/lib", machine, "faketime", "libfaketimeMT.so.1"))
            .filter(Files::exists)
            .findFirst();

    private final Path directory;
    private final TestDatabase database;
    private final Random random;
    private final Ledger ledger;
    private final boolean wrongClocks;
    private final List<StagedWorker> workers = new ArrayList<>();
    private volatile Duration clockOffset = Duration.ZERO;
    private int started;

    /**
     * Sets an empty stage.
     *
     * @param wrongClocks true if workers are started so that their clocks can be set
     */
    Stage(Path directory, TestDatabase database, Random random, boolean wrongClocks) throws IOException {
        this.directory = directory;
        this.database = database;
        this.random = random;
        this.wrongClocks = wrongClocks;
        this.ledger = new Ledger();
    }

    /** A worker in its process, behind its proxy. */
    record StagedWorker(String name, JavaProcess process, Optional<CuttingProxy> proxy, Path clock) {
        /** Sets its clock so far off. */
        void clock(Duration off) throws IOException {
            Path next = clock.resolveSibling(clock.getFileName() + ".next");
            Files.writeString(next, (off.isNegative() ? "" : "+") + off.toSeconds() + "\n");
            Files.move(
                    next,
                    clock,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }

        void mode(CuttingProxy.Mode mode) throws IOException {
            proxy.orElseThrow().mode(mode);
        }
    }

    TestDatabase database() {
        return database;
    }

    Ledger ledger() {
        return ledger;
    }

    Random random() {
        return random;
    }

    /** Those that run, the oldest first. */
    List<StagedWorker> workers() {
        return List.copyOf(workers);
    }

    StagedWorker anyWorker() {
        return workers.get(random.nextInt(workers.size()));
    }

    /** The clock of the machine, as far as the store of the driver goes by it. */
    InstantSource clock() {
        return () -> InstantSource.system().instant().plus(clockOffset);
    }

    /** Sets the clock of the machine: of all workers and of the driver. */
    void clock(Duration off) throws IOException {
        clockOffset = off;
        for (StagedWorker worker : workers) {
            worker.clock(off);
        }
    }

    /** Starts a worker, and does not wait for it. */
    StagedWorker start(int version, boolean deaf) throws IOException {
        String name = "worker-" + ++started;
        Optional<CuttingProxy> proxy = database.kind() == TestDatabase.Kind.POSTGRES
                ? Optional.of(new CuttingProxy(database.server().port(), random.nextLong()))
                : Optional.empty();
        List<String> args = List.of(
                name,
                database.place(proxy.map(CuttingProxy::port).orElse(0)),
                Integer.toString(ledger.port()),
                Integer.toString(version),
                Boolean.toString(deaf));
        Path clock = directory.resolve(name + ".clock");
        Map<String, String> environment = new HashMap<>();
        if (wrongClocks) {
            environment.put("LD_PRELOAD", FAKETIME.orElseThrow().toString());
            environment.put("FAKETIME_TIMESTAMP_FILE", clock.toString());
            environment.put("FAKETIME_NO_CACHE", "1");
            environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
            environment.put("DONT_FAKE_MONOTONIC", "1");
            // Else it shortens and lengthens the waits of this Java's threads.
            environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
            Files.writeString(clock, "+0\n");
        }
        JavaProcess process =
                JavaProcess.start(MatrixWorker.class, directory.resolve(name + ".log"), args, environment);
        StagedWorker worker = new StagedWorker(name, process, proxy, clock);
        worker.clock(clockOffset);
        workers.add(worker);
        return worker;
    }

    /** Waits until a worker works. */
    void awaitUp(StagedWorker worker) {
        worker.process().watching().until(() -> worker.process().output().contains(MatrixWorker.IS_UP));
    }

    void kill(StagedWorker worker) throws IOException, InterruptedException {
        worker.process().kill();
        strike(worker);
    }

    /** Ends a worker as a deployment does. */
    void stop(StagedWorker worker) throws IOException, InterruptedException {
        worker.process().stop();
        strike(worker);
    }

    private void strike(StagedWorker worker) throws IOException {
        workers.remove(worker);
        if (worker.proxy().isPresent()) {
            worker.proxy().get().close();
        }
    }

    /** Puts a new worker in the place of each that has died by itself. */
    void replaceDead() throws IOException {
        for (StagedWorker worker : workers()) {
            if (!worker.process().isAlive()) {
                strike(worker);
                start(1, false);
            }
        }
    }

    void stopAll() throws IOException, InterruptedException {
        for (StagedWorker worker : workers()) {
            stop(worker);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (StagedWorker worker : workers()) {
            kill(worker);
        }
        ledger.close();
    }
}
