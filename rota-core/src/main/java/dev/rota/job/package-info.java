/**
 * What a job is: its type and arguments, its states, its attempts, and what its handler may ask for.
 *
 * <p>A <em>job</em> is one unit of work: a type, arguments and a state. A <em>handler</em> is the code that runs jobs of
 * one type; each run is an <em>attempt</em>. A claim of a job carries a <em>lease</em>, a number that grows with every
 * claim, and every later write of that claim must carry it: so a worker that was presumed dead can change nothing.
 */
@NullMarked
package dev.rota.job;

import org.jspecify.annotations.NullMarked;
