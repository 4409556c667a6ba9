@NullMarked
package dev.rota.micrometer;

import org.jspecify.annotations.NullMarked;
