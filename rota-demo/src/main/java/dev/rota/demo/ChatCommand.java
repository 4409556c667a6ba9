package dev.rota.demo;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.systems.chat.ChatBackOffice;
import dev.rota.systems.chat.admin.ChatCommands;
import dev.rota.systems.chat.jobs.ChatSchedules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * The command {@code rota demo chat}: the chat's own commands on the demonstration's database. The worker of a
 * demonstration that runs does what they ask for; if there is none, this process does, and works nothing but the chat's
 * jobs.
 */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "The chat's own commands, on the demonstration's database, whether it runs or not:",
            "",
            "  housekeeping [--task all|conversations|messages|users|stats] [--dry-run]",
            "  scheduler info",
            "  superuser --username NAME --email ADDRESS",
            "  token --username NAME [--hours N]",
            ""
        })
final class ChatCommand implements Callable<Integer> {
    private static final int UNREACHABLE = 9;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private DemoCommand demo;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--db", paramLabel = "DB", description = "The demonstration's --db, if it was given one.")
    private @Nullable String db;

    @Option(names = "--dir", paramLabel = "DIR", description = "The demonstration's --dir, if it was given one.")
    private @Nullable Path directory;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "One of the commands above.")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException {
        if (command.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Expected one of the commands housekeeping, scheduler, superuser, token");
        }
        Path where = directory != null ? directory.toAbsolutePath().normalize() : demo.directory();
        try (DemoDatabase database = join(DemoDatabase.name(db != null ? db : demo.db(), where), where)) {
            if (database == null) {
                return UNREACHABLE;
            }
            return run(database, DemoSecret.in(where));
        }
    }

    /** Null, and said why, if it cannot be reached. */
    private @Nullable DemoDatabase join(String name, Path where) {
        try {
            return DemoDatabase.join(name, where);
        } catch (DemoException e) {
            spec.commandLine().getErr().println("rota demo chat: " + Sentences.of(e));
            return null;
        }
    }

    private int run(DemoDatabase database, String secret) {
        boolean verbose = demo.verbose();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ChatProgram.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .properties(DemoLogging.properties(verbose))
                .properties(
                        "spring.datasource.url=" + database.url(),
                        "spring.flyway.enabled=false",
                        "rota.worker.enabled=false",
                        "rota.worker.name=demo chat",
                        "chat.jwt.secret=" + secret + "-chat")
                .run()) {
            Rota rota = context.getBean(Rota.class);
            ChatSchedules schedules = context.getBean(ChatSchedules.class);
            rota.listen(event -> {
                if (event instanceof RotaEvent.Enqueued && !schedules.running()) {
                    rota.start();
                }
            });
            PrintWriter out = spec.commandLine().getOut();
            int code = context.getBean(ChatCommands.class).run(out, command.toArray(String[]::new));
            out.flush();
            return code;
        }
    }

    /** The chat alone, and nothing that serves requests. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ChatBackOffice.class)
    static class ChatProgram {}
}
