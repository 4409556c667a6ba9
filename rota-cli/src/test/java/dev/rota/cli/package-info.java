/** Tests of the commands, run in the process with streams, a directory and a clock of their own. */
@NullMarked
package dev.rota.cli;

import org.jspecify.annotations.NullMarked;
