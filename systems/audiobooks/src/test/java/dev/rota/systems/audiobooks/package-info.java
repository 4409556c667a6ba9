/** The audiobooks' tasks on both databases, against a local server that is asked over real HTTP. */
@NullMarked
package dev.rota.systems.audiobooks;

import org.jspecify.annotations.NullMarked;
