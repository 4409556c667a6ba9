@NullMarked
package dev.rota.server.mail;

import org.jspecify.annotations.NullMarked;
