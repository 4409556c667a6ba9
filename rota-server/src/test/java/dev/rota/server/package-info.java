@NullMarked
package dev.rota.server;

import org.jspecify.annotations.NullMarked;
