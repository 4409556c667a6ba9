/**
 * Rota and its peers, side by side in one run.
 *
 * <p>{@link dev.rota.benchmarks.Benchmarks} starts one PostgreSQL and, round after round, a fresh process for each
 * contender and workload on an empty database, so that nothing is shared but the machine. The contenders take turns within
 * a round: what disturbs the machine for a while disturbs all of them. A process says what it measured in lines that begin
 * with {@code RESULT}, and fails if a job ran twice or not at all, or is missing from the history of a contender that keeps
 * one. Out comes one table in Markdown, with medians, ranges and ratios to Rota.
 */
@NullMarked
package dev.rota.benchmarks;

import org.jspecify.annotations.NullMarked;
