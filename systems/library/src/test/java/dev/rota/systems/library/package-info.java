/** Tests of the library: each on SQLite and PostgreSQL, on the hand-made data and the answers computed for it. */
@NullMarked
package dev.rota.systems.library;

import org.jspecify.annotations.NullMarked;
