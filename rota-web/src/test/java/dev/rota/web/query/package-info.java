@NullMarked
package dev.rota.web.query;

import org.jspecify.annotations.NullMarked;
