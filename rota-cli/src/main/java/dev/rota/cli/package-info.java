/**
 * The {@code rota} commands.
 *
 * <p>{@link dev.rota.cli.Main} hands the arguments to picocli, which finds the command and calls it. A command asks a
 * {@link dev.rota.cli.Target} for what it shows or changes, and gives what it got to a {@link dev.rota.cli.Printer} as a
 * {@link dev.rota.cli.Listing}: columns for people, and a shape of plain maps and lists for programs. So no command knows
 * in which format it is shown, and none knows whether its target is a database or a server.
 *
 * <p>Whatever goes wrong ends as a {@link dev.rota.cli.CommandFailure}, one sentence and an {@link
 * dev.rota.cli.ExitCode}. Data goes to the standard output, everything else to the standard error. A command that only
 * reads never creates or migrates a database.
 */
@NullMarked
package dev.rota.cli;

import org.jspecify.annotations.NullMarked;
