/** Tests of the library's endpoints, over HTTP. */
@NullMarked
package dev.rota.systems.library.circulation;

import org.jspecify.annotations.NullMarked;
