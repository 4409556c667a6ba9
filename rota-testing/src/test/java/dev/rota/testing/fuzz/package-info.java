/** What the core reads of people's words. */
@NullMarked
package dev.rota.testing.fuzz;

import org.jspecify.annotations.NullMarked;
