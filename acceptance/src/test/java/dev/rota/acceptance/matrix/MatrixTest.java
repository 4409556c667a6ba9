package dev.rota.acceptance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole matrix, each cell once. With {@code -Dmatrix.soak=PT1H} (any ISO duration) again and again for so long, with
 * {@code -Dmatrix.fault=…} and {@code -Dmatrix.store=…} a part of it, with {@code -Dmatrix.seed=…} as it was that time.
 */
@Tag("acceptance")
class MatrixTest {
    private static final int LANES = Integer.getInteger("matrix.lanes", 2);
    private static final String SOAK = System.getProperty("matrix.soak", "");
    private static final String ONLY_FAULT = System.getProperty("matrix.fault", "");
    private static final String ONLY_STORE = System.getProperty("matrix.store", "");
    private static final long SEED =
            Long.getLong("matrix.seed", Clock.systemUTC().millis());

    private final Report report = new Report();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Path directory =
            Path.of("target", "matrix", Long.toString(SEED)).toAbsolutePath();

    @Test
    void nothing_is_lost_and_nothing_is_doubled_whatever_fails() throws Exception {
        Arrays.stream(ONLY_FAULT.split(",")).filter(name -> !name.isEmpty()).forEach(Fault::valueOf);
        System.out.println("Matrix of seed " + SEED + " (-Dmatrix.seed=" + SEED + ")");
        long end = System.nanoTime() + (SOAK.isEmpty() ? Duration.ZERO : Duration.parse(SOAK)).toNanos();
        long seed = SEED;
        do {
            runAll(cells(seed++));
        } while (System.nanoTime() < end);
        System.out.println(report.table());
        assertThat(report.isEmpty()).as("nothing was run").isFalse();
        assertThat(wrong).as("what was promised and not kept").isEmpty();
    }

    private List<Cell> cells(long seed) {
        List<Cell> cells = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            boolean wanted =
                    ONLY_FAULT.isEmpty() || Arrays.asList(ONLY_FAULT.split(",")).contains(fault.name());
            if (wanted && fault.missing().isPresent()) {
                report.skip(fault, fault.missing().get());
            } else if (wanted) {
                for (TestDatabase.Kind kind : TestDatabase.Kind.values()) {
                    if (fault.appliesTo(kind)
                            && kind.name().toLowerCase(Locale.ROOT).startsWith(ONLY_STORE.toLowerCase(Locale.ROOT))) {
                        Path place = directory.resolve(fault + "-" + kind + "-" + seed);
                        cells.add(new Cell(fault, kind, seed * 31 + fault.ordinal(), place, !SOAK.isEmpty()));
                    }
                }
            }
        }
        // The longest first, so that the lanes end together.
        cells.sort(Comparator.comparing((Cell cell) -> !cell.fault().is(Fault.Trait.REPLACES_DEAD)));
        return cells;
    }

    /** In lanes, each with a server of its own. */
    private void runAll(List<Cell> cells) throws Exception {
        Queue<Cell> left = new ConcurrentLinkedQueue<>(cells);
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        try {
            List<Future<Boolean>> ends = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                Path place = directory.resolve("lane-" + lane);
                ends.add(lanes.submit((Callable<Boolean>) () -> runLane(place, left)));
            }
            for (Future<Boolean> end : ends) {
                end.get();
            }
        } finally {
            lanes.shutdownNow();
        }
    }

    private boolean runLane(Path place, Queue<Cell> cells) throws Exception {
        try (PostgresServer server = PostgresServer.start(fresh(place))) {
            for (Cell cell = cells.poll(); cell != null; cell = cells.poll()) {
                long began = System.nanoTime();
                Verdict verdict = cell.run(server);
                judge(cell, verdict, System.nanoTime() - began);
            }
        }
        return true;
    }

    private void judge(Cell cell, Verdict verdict, long nanos) {
        report.add(cell.fault(), cell.kind(), verdict);
        boolean well = verdict.wrong().isEmpty();
        System.out.printf(
                "%s: %d jobs in %d ms, %s%n",
                cell,
                verdict.jobs(),
                nanos / 1_000_000,
                well ? "all well" : verdict.wrong().size() + " WRONG, see " + cell.directory());
        verdict.wrong().stream().limit(10).forEach(what -> wrong.add(cell + ": " + what));
    }

    private static Path fresh(Path place) throws IOException {
        int number = 1;
        Path free = place;
        while (Files.exists(free)) {
            free = place.resolveSibling(place.getFileName() + "-" + ++number);
        }
        return free;
    }
}
