/** Tests of what fills the library's tables. */
@NullMarked
package dev.rota.systems.library.data;

import org.jspecify.annotations.NullMarked;
