/** Tests of the duties as jobs, run by an engine on both databases. */
@NullMarked
package dev.rota.systems.library.jobs;

import org.jspecify.annotations.NullMarked;
