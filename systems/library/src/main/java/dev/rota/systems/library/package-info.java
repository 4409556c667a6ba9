/**
 * The university library: the thirteen duties of a library's back office on real tables.
 *
 * <p>{@link dev.rota.systems.library.duty} holds the duties, one class each, free of any job engine: a duty takes the
 * instant it sees, and a {@link dev.rota.systems.library.duty.DutyProgress} through which whoever runs it follows and
 * stops it. {@link dev.rota.systems.library.circulation} is what happens at the desk, and its endpoints.
 * {@link dev.rota.systems.library.data} fills the tables: from the hand-made data, from open data, or with any number of
 * invented loans. This package joins them to one program.
 */
@NullMarked
package dev.rota.systems.library;

import org.jspecify.annotations.NullMarked;
