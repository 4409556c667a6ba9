/**
 * The front door: {@link dev.rota.Rota} enqueues jobs, keeps schedules, and works jobs once it is started.
 *
 * <p>Everything here delegates and nothing decides. Nothing else imports this package.
 */
@NullMarked
package dev.rota;

import org.jspecify.annotations.NullMarked;
