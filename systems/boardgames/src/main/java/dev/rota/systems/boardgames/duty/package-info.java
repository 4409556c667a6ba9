/**
 * The three duties of the board-game library, one class each.
 *
 * <p>Time is a parameter. There is one alert for a borrowing, a type and a due instant, ever: the unique key decides it,
 * so that a duty may run as often as it likes, in as many processes as it likes. What is resolved is kept for a while, for
 * the same reason: an alert that was deleted at once would be raised again.
 */
@NullMarked
package dev.rota.systems.boardgames.duty;

import org.jspecify.annotations.NullMarked;
