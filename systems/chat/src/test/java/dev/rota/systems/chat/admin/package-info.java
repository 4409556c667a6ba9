/** The chat's endpoints, on both databases. */
@NullMarked
package dev.rota.systems.chat.admin;

import org.jspecify.annotations.NullMarked;
