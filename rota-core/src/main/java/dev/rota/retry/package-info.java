/**
 * How long to wait before a failed job is tried again.
 *
 * <p>Everything here is pure: a policy is a value, and asking it needs no clock, no store and no thread. What counts as
 * a failure, and when attempts are used up, is decided in the engine.
 */
@NullMarked
package dev.rota.retry;

import org.jspecify.annotations.NullMarked;
