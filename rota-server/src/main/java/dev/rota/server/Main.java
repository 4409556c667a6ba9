package dev.rota.server;

import dev.rota.cli.Program;
import dev.rota.server.http.HttpCall;
import dev.rota.server.mail.MailCall;
import java.util.List;

/** The program {@code rota} with everything: commands, server and worker. */
public final class Main {
    /** The commands of the CLI and those of the server. */
    static final Program PROGRAM = new Program(
            host -> List.of(
                    new ServerCommand(host), new WorkerCommand(host), new UserCommand(host), new TokenCommand(host)),
            List.of(HttpCall.TYPE, MailCall.TYPE));

    private Main() {}

    /** Runs a command, and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(PROGRAM.run(args));
    }
}
