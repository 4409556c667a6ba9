package dev.rota.cli;

import dev.rota.cli.Target.JobRequest;
import dev.rota.cli.Target.Made;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota jobs enqueue}. */
@Command(name = "enqueue", description = "Makes a job, for a worker that has a handler for its type.")
final class EnqueueCommand implements Callable<Integer> {
    private final RotaCommand rota;

    @Parameters(paramLabel = "TYPE", description = "The name of its type, such as users.send-welcome.")
    private String type = "";

    @Option(
            names = "--args",
            paramLabel = "JSON|@FILE|-",
            description = "Its arguments: JSON, @ and the name of a file, or - for the standard input.")
    private @Nullable String args;

    @Option(names = "--in", paramLabel = "TIME", description = "Due after this time, such as 5m.")
    private @Nullable String in;

    @Option(names = "--at", paramLabel = "TIME", description = "Due at this time, such as 2026-12-24T18:00Z.")
    private @Nullable String at;

    @Option(names = "--queue", paramLabel = "QUEUE", description = "Instead of its type's.")
    private @Nullable String queue;

    @Option(names = "--priority", paramLabel = "N", description = "Lower is claimed first.")
    private @Nullable Integer priority;

    @Option(names = "--tag", paramLabel = "TAG", description = "To find it by; may be repeated.")
    private List<String> tags = List.of();

    @Option(names = "--unique", paramLabel = "KEY", description = "Make none while another with this key is not over.")
    private @Nullable String unique;

    @Option(names = "--reject-duplicate", description = "With --unique: end with 6 if there is another.")
    private boolean rejectDuplicate;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "For a server: sent again with the same key, it makes no second job.")
    private @Nullable String idempotencyKey;

    @Option(names = "--wait", description = "Wait until it is over, and end with 3 if it does not succeed.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "With --wait: how long; 5m unless given.")
    private String timeout = "5m";

    EnqueueCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Override
    public Integer call() {
        if (in != null && at != null) {
            throw CommandFailure.usage("Both --in and --at say when it is due: expected one of them.");
        }
        Duration patience = TimeText.length("--timeout", timeout);
        Duration delay = in == null ? null : TimeText.length("--in", in);
        String json = json();
        return rota.with(target -> {
            Instant due = at == null ? null : TimeText.instant("--at", at, ZoneOffset.UTC, target.now());
            JobRequest request = new JobRequest(
                    type, json, queue, due, delay, priority, tags, unique, rejectDuplicate, idempotencyKey);
            return made(target, target.jobs().enqueue(request), patience);
        });
    }

    private int made(Target target, Made made, Duration patience) {
        long id = made.job().number("id");
        Printer printer = rota.printer();
        noteIfNobody(target, printer);
        if (wait) {
            return new JobWait(rota, target).until(id, patience);
        }
        printer.one(
                Long.toString(id),
                made.job(),
                () -> printer.say(
                        made.fresh()
                                ? "Job " + id + " is " + made.job().word("state") + "."
                                : "Job " + id + " holds the unique key already: no job was made."));
        return ExitCode.DONE;
    }

    /** A type that nobody knows is stored all the same, and waits for a program that does. */
    private void noteIfNobody(Target target, Printer printer) {
        List<Body> active = target.places().workers().items().stream()
                .filter(worker -> worker.word("state").equals("active"))
                .toList();
        if (active.stream().noneMatch(worker -> worker.texts("types").contains(type))) {
            String known = active.stream()
                    .flatMap(worker -> worker.texts("types").stream())
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            printer.note("rota: No active worker has a handler for " + type + ", so the job waits for one"
                    + (known.isEmpty() ? "." : ". The types they know: " + known + "."));
        }
    }

    private @Nullable String json() {
        String text = args;
        if (text == null || !(text.equals("-") || text.startsWith("@"))) {
            return text;
        }
        try {
            return text.equals("-")
                    ? rota.surroundings().streams().in().lines().collect(Collectors.joining("\n"))
                    : Files.readString(rota.surroundings().directory().resolve(Path.of(text.substring(1))));
        } catch (IOException | java.nio.file.InvalidPathException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--args names a file that cannot be read, " + text.substring(1) + ".", e);
        }
    }
}
