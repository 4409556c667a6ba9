@NullMarked
package dev.rota.testing;

import org.jspecify.annotations.NullMarked;
