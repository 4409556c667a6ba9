/** That the contract can fail, and that it passes where it should. */
@NullMarked
package dev.rota.testing.contract;

import org.jspecify.annotations.NullMarked;
