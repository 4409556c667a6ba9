package dev.rota.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rota login}. */
@Command(
        name = "login",
        description =
                "Keeps the address of a server (--url) and a token for it, and works there from now on. The token is "
                        + "read from the standard input unless --token or ROTA_TOKEN gives it.")
final class LoginCommand implements Callable<Integer> {
    private final RotaCommand rota;

    @Option(names = "--name", paramLabel = "NAME", description = "What to call it; the host unless given.")
    private @Nullable String name;

    LoginCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Override
    public Integer call() {
        PlaceChoice asked = rota.asked();
        Surroundings surroundings = rota.surroundings();
        String url = asked.url() == null ? surroundings.variable(PlaceChoice.URL) : asked.url();
        if (url == null) {
            throw CommandFailure.usage(
                    "Nothing says where to log in: expected --url such as http://localhost:8080/rota.");
        }
        Server address = Server.parse("--url", url, null);
        String given = asked.token() == null ? surroundings.variable(PlaceChoice.TOKEN) : asked.token();
        Server server = new Server(address.url(), given == null ? typed() : given);
        // Whoever is known may read the contract, whatever else they may do.
        new RestClient(server).get("/openapi.json");
        String called = name == null ? server.url().getHost() : name;
        ContextFile file = ContextFile.of(surroundings);
        file.write(file.read()
                .with(called, new Contexts.Context(server.shown(), server.token(), null))
                .use(called));
        Printer printer = rota.printer();
        printer.one(
                called,
                new Shape().put("context", called).put("url", server.shown()).body(),
                () -> printer.say("Logged in at " + server.shown() + ": commands work there from now on, as context "
                        + called + ". The token is kept in " + file.path() + "."));
        return ExitCode.DONE;
    }

    private String typed() {
        Surroundings.Streams streams = rota.surroundings().streams();
        if (streams.terminal() && System.console() != null) {
            char[] secret = System.console().readPassword("Token: ");
            if (secret != null && secret.length > 0) {
                return new String(secret).strip();
            }
        } else {
            try {
                String line = streams.in().readLine();
                if (line != null && !line.isBlank()) {
                    return line.strip();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The token cannot be read", e);
            }
        }
        throw CommandFailure.usage("No token was given: write it to the standard input, or put it in ROTA_TOKEN.");
    }
}
