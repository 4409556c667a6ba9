@NullMarked
package dev.rota.alerts;

import org.jspecify.annotations.NullMarked;
