/**
 * Small pieces measured alone, with JMH: what a cron expression costs, what arguments cost to write and read, and how much
 * memory a job leaves behind on its way through the store and back. {@code benchmarks/run jmh} runs them.
 */
@NullMarked
package dev.rota.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
