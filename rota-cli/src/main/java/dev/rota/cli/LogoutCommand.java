package dev.rota.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code rota logout}. */
@Command(
        name = "logout",
        description = "Forgets the token and the address of a context: of the current one, or of --context.")
final class LogoutCommand implements Callable<Integer> {
    private final RotaCommand rota;

    LogoutCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Override
    public Integer call() {
        ContextFile file = ContextFile.of(rota.surroundings());
        Contexts contexts = file.read();
        String name = rota.contextOption() == null ? contexts.current() : rota.contextOption();
        if (name == null) {
            throw new CommandFailure(
                    ExitCode.CONFLICT, "There is no current context: name one with --context, see rota context list.");
        }
        contexts.named(name);
        file.write(contexts.without(name));
        rota.printer().say("Context " + name + " is forgotten. Its token works until it is revoked.");
        return ExitCode.DONE;
    }
}
