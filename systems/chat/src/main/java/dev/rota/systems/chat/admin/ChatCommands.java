package dev.rota.systems.chat.admin;

import dev.rota.Rota;
import dev.rota.systems.chat.duty.HousekeepingRun;
import dev.rota.systems.chat.duty.HousekeepingTask;
import dev.rota.systems.chat.duty.RunSource;
import dev.rota.systems.chat.jobs.ChatSchedules;
import dev.rota.systems.chat.jobs.ChatSchedules.Entry;
import dev.rota.systems.chat.jobs.HousekeepingDesk;
import dev.rota.systems.chat.jobs.HousekeepingDesk.Answer;
import dev.rota.systems.common.BearerTokens;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The chat's commands: {@code housekeeping}, {@code scheduler info}, {@code superuser}, {@code token}. They work on the
 * program they are a bean of, whose worker, or another process's, runs the jobs. Exit codes are those of {@code rota}: 0
 * done, 1 failed, 2 wrong usage, 6 another housekeeping is in the way.
 */
@Command(name = "chat", description = "Housekeeping of the chat.", mixinStandardHelpOptions = true)
public final class ChatCommands {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssxxx");
    private static final String RULE = "=".repeat(80);
    private static final int CONFLICT = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final HousekeepingDesk desk;
    private final ChatSchedules schedules;
    private final ChatUsers users;
    private final BearerTokens tokens;
    private final Rota rota;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before anything is called.
    private CommandSpec spec;

    ChatCommands(HousekeepingDesk desk, ChatSchedules schedules, ChatUsers users, BearerTokens chatTokens, Rota rota) {
        this.desk = desk;
        this.schedules = schedules;
        this.users = users;
        this.tokens = chatTokens;
        this.rota = rota;
    }

    /** Runs a command line, such as {@code housekeeping --task users --dry-run}; answers the exit code. */
    public int run(PrintWriter out, String... args) {
        return new CommandLine(this).setOut(out).setErr(out).execute(args);
    }

    @Command(description = "Runs housekeeping tasks and waits for the result.")
    int housekeeping(
            @Option(names = "--task", defaultValue = "all", description = "all, conversations, messages, users, stats")
                    String task,
            @Option(names = "--dry-run", description = "Count only.") boolean dryRun)
            throws InterruptedException {
        Optional<HousekeepingTask> known = HousekeepingTask.of(task);
        if (known.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--task is " + task + ", expected one of " + String.join(", ", HousekeepingTask.texts()));
        }
        Answer asked = desk.ask(known.get(), RunSource.CLI, dryRun, "command line");
        if (!asked.accepted()) {
            out().println("Housekeeping " + asked.jobId() + " is running already: wait until it has ended.");
            return CONFLICT;
        }
        HousekeepingDesk.Progress progress = desk.await(asked.jobId(), PATIENCE).orElseThrow();
        HousekeepingRun run = progress.run();
        if (run == null || !progress.ended()) {
            out().println("Housekeeping " + asked.jobId() + " has not ended; is a worker running?");
            return 1;
        }
        Map<String, Object> answer = Answers.run(run);
        answer.forEach((key, value) -> out().println(key + ": " + value));
        return run.result().errors().isEmpty() ? 0 : 1;
    }

    @Command(description = "The scheduler.")
    int scheduler(
            @CommandLine.Parameters(paramLabel = "info", description = "Shows state, time and schedules.")
                    String what) {
        if (!what.equals("info")) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Expected scheduler info, found " + what);
        }
        List<Entry> entries = schedules.on();
        out().println(RULE);
        out().println("Scheduler Status");
        out().println(RULE);
        out().println("Scheduler State: " + (schedules.running() ? "1 (running)" : "0 (stopped)"));
        out().println("Current Time: " + TIME.format(schedules.now().atOffset(ZoneOffset.UTC)));
        out().println();
        out().println("Total Scheduled Jobs: " + entries.size());
        out().println(RULE);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            out().println();
            out().println("Job #" + (i + 1) + ":");
            out().println("  ID: " + entry.id());
            out().println("  Name: " + entry.name());
            out().println("  Next Run: " + (entry.nextRun() == null ? "never" : TIME.format(entry.nextRun())));
            out().println("  Trigger: " + entry.trigger());
        }
        out().println(RULE);
        return 0;
    }

    @Command(description = "Makes a superuser of that name, or makes the user of that name one.")
    int superuser(
            @Option(names = "--username", required = true) String username,
            @Option(names = "--email", required = true) String email) {
        users.makeSuperuser(username, email, rota.clock().instant());
        out().println(username + " is a superuser. Get a token with: token --username " + username);
        return 0;
    }

    @Command(description = "Issues a bearer token.")
    int token(
            @Option(names = "--username", required = true) String username,
            @Option(names = "--hours", defaultValue = "12", description = "How long it is valid.") int hours) {
        if (hours < 1 || hours > 24 * 365) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--hours is " + hours + ", expected 1 to " + 24 * 365);
        }
        out().println(tokens.issue(username, Duration.ofHours(hours)));
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
