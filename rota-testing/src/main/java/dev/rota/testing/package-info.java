/**
 * For tests of programs that use Rota, and of Rota itself: a clock that stands still until it is moved.
 *
 * <p>A test that waits for real time is slow, and fails on a slow machine. Give the store a {@link
 * dev.rota.testing.TestClock} and move it instead.
 */
@NullMarked
package dev.rota.testing;

import org.jspecify.annotations.NullMarked;
