@NullMarked
package dev.rota.jackson;

import org.jspecify.annotations.NullMarked;
