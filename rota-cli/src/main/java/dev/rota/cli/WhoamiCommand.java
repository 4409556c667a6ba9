package dev.rota.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code rota whoami}. */
@Command(
        name = "whoami",
        description = "Says where commands work, and as whom; ends with 4 if the server does not know.")
final class WhoamiCommand implements Callable<Integer> {
    private final RotaCommand rota;

    WhoamiCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Override
    public Integer call() {
        Place.Choice choice = rota.place();
        Printer printer = rota.printer();
        if (!(choice.place() instanceof Server server)) {
            String user = rota.surroundings().user();
            Body body = new Shape()
                    .put("name", user)
                    .put("database", choice.place().shown())
                    .body();
            printer.one(
                    user,
                    body,
                    () -> printer.say(
                            user + ", at the database " + choice.place().shown() + "."));
            return ExitCode.DONE;
        }
        RestClient client = new RestClient(server);
        Optional<Body> me = client.find("/me");
        if (me.isEmpty()) {
            client.get("/openapi.json");
        }
        Body body = me.orElseGet(() -> new Shape().put("server", server.shown()).body());
        String name = body.has("name") ? body.word("name") : "somebody known";
        String role = body.has("role") ? " (" + body.word("role") + ")" : "";
        printer.one(name, body, () -> printer.say(Cell.printable(name + role) + ", at " + server.shown() + "."));
        return ExitCode.DONE;
    }
}
