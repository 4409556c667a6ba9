@NullMarked
package dev.rota.server.http;

import org.jspecify.annotations.NullMarked;
