/** Tests of the store on SQLite. */
@NullMarked
package dev.rota.sqlite;

import org.jspecify.annotations.NullMarked;
