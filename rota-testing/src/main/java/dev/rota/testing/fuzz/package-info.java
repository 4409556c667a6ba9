/**
 * Input that nobody means: what reads words, numbers, files or requests is given thousands of it, and must read or refuse
 * each, soon and with little memory. The inputs are random, but the same for the same seed, so that what failed once fails
 * again.
 */
@NullMarked
package dev.rota.testing.fuzz;

import org.jspecify.annotations.NullMarked;
