package dev.rota.acceptance.matrix;

import java.time.Duration;
import java.util.List;

/**
 * What one run of a cell came to.
 *
 * @param jobs that were committed
 * @param lost of them, not accounted for
 * @param doubled effects, and attempts of one job at once
 * @param recovery from the end of the fault until all was done that was due by then
 * @param wrong what was promised and not kept, in words; empty if all was
 */
record Verdict(int jobs, int lost, int doubled, Duration recovery, List<String> wrong) {
    Verdict {
        wrong = List.copyOf(wrong);
    }
}
