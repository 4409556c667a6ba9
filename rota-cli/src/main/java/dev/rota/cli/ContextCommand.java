package dev.rota.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota context}. */
@Command(name = "context", description = "Lists the places that were kept by name, and chooses the one to work at.")
final class ContextCommand {
    private final RotaCommand rota;

    ContextCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(name = "list", description = "Lists contexts; * stands at the current one.")
    int list() {
        Contexts contexts = ContextFile.of(rota.surroundings()).read();
        List<Body> bodies = new ArrayList<>();
        contexts.byName()
                .forEach((name, context) -> bodies.add(new Shape()
                        .put("name", name)
                        .put("current", name.equals(contexts.current()))
                        .put("url", context.url())
                        .put(
                                "db",
                                context.db() == null
                                        ? null
                                        : Databases.parse(
                                                        name,
                                                        context.db(),
                                                        rota.surroundings().directory())
                                                .shown())
                        .put("token", context.token() != null)
                        .body()));
        rota.printer()
                .list(
                        Listing.<Body>of(
                                        "There are no contexts: rota login makes one.",
                                        body -> body.text("name"),
                                        body -> body)
                                .column("CURRENT", body -> Cell.of(body.truth("current") ? "*" : ""))
                                .column("NAME", body -> Cell.of(body.text("name")))
                                .column("PLACE", body -> Cell.of(body.has("url") ? body.text("url") : body.text("db")))
                                .column("TOKEN", body -> Cell.of(body.truth("token") ? "kept" : "")),
                        Body.ofItems(bodies));
        return ExitCode.DONE;
    }

    @Command(name = "use", description = "From now on commands work there, unless something else is said.")
    int use(
            @Parameters(paramLabel = "NAME", arity = "0..1") @Nullable String name,
            @Option(names = "--none", description = "Back to the usual file.") boolean none) {
        if (none == (name != null)) {
            throw CommandFailure.usage("Expected the name of a context, or --none.");
        }
        ContextFile file = ContextFile.of(rota.surroundings());
        Contexts contexts = file.read();
        if (name == null) {
            file.write(new Contexts(null, contexts.byName()));
            rota.printer().say("Commands work on the usual file from now on.");
        } else {
            contexts.named(name);
            file.write(contexts.use(name));
            rota.printer().say("Commands work at " + name + " from now on.");
        }
        return ExitCode.DONE;
    }
}
