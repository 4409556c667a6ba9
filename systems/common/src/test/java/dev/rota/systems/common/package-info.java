/** What several systems share, on both databases. */
@NullMarked
package dev.rota.systems.common;

import org.jspecify.annotations.NullMarked;
