/** Tests of what the stores share. */
@NullMarked
package dev.rota.jdbc;

import org.jspecify.annotations.NullMarked;
