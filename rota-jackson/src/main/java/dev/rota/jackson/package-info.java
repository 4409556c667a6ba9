/**
 * Job arguments, results and checkpoints as JSON, with Jackson 3.
 *
 * <p>What stands in the database outlives the program that wrote it, so reading is strict: a member that the record does
 * not have, a missing number, or text where a number belongs is refused with a message that names it, and never guessed
 * around. Shapes that have changed are brought forward by the upcasters of their job type.
 */
@NullMarked
package dev.rota.jackson;

import org.jspecify.annotations.NullMarked;
