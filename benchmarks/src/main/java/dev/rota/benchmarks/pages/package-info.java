/**
 * The dashboard and REST on a store that has seen much: {@code ./benchmarks/run pages}.
 *
 * <p>A store is filled in bulk with what the engine would have left behind ({@link dev.rota.benchmarks.pages.Filling}), then
 * every route that reads is asked many times ({@link dev.rota.benchmarks.pages.Walk}). Addresses come from the router, and
 * from the links of the pages themselves, so that what is added later is measured without being named here.
 */
@NullMarked
package dev.rota.benchmarks.pages;

import org.jspecify.annotations.NullMarked;
