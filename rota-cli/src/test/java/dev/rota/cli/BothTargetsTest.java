package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.store.WorkerStore.Usage;
import dev.rota.testing.TestClock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same commands on a file and on the server of an equal one: what they print and how they end is the same. */
class BothTargetsTest {
    @TempDir
    private static Path filled = Path.of("");

    @TempDir
    private Path local = Path.of("");

    @TempDir
    private Path remote = Path.of("");

    @BeforeAll
    static void fill() {
        Path file = filled.resolve("rota.db");
        FilledDatabase.make(file);
        try (SqliteStore store = SqliteStore.open(file, SqliteSettings.DEFAULTS.clock(TestClock.at(Shell.NOW)))) {
            Registration mailer = new Registration("mailer", "host", 7, "1", Map.of("mail", 2), Set.of("mail.send"));
            store.workers()
                    .heartbeat(
                            store.workers().register(mailer),
                            null,
                            Duration.ofSeconds(-63),
                            new Usage(37, 200_000_000, 800_000_000, 412));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs list",
                "jobs list -o wide",
                "jobs list -o json",
                "jobs list -o yaml",
                "jobs list -o jsonl",
                "jobs list -o csv",
                "jobs list -o name state:live",
                "jobs list tag:tenant:acme",
                "jobs list type:mail.send queue:mail --time relative",
                "jobs list schedule:overdue-check",
                "jobs list since:30m -o name",
                "jobs list queue:none",
                "jobs list queue:none -o json",
                "jobs get 1",
                "jobs get 2 -o wide",
                "jobs get 3 -o json",
                "jobs get 6 -o json",
                "jobs get 99",
                "jobs attempts 2 -o json",
                "jobs attempts 99",
                "jobs logs 1",
                "jobs logs 1 -f",
                "jobs logs 1 --attempt 1 -o json",
                "jobs wait 1",
                "jobs wait 2",
                "jobs wait 2 -o json",
                "schedules list",
                "schedules list -o wide",
                "schedules list -o json",
                "schedules list -o jsonl",
                "schedules list -o name",
                "schedules fires overdue-check",
                "schedules fires overdue-check -o json",
                "schedules fires none",
                "schedules next -n 4",
                "schedules resume poll ; schedules next -n 6 -o json",
                "schedules set new --cron @hourly --type loans.check ; schedules get new -o json ; schedules list",
                "queues list",
                "queues list -o json",
                "queues list -o wide",
                "queues list -o csv",
                "workers list --columns name,state,slots,types",
                "status -o name",
                "jobs retry 2 ; jobs get 2 -o json",
                "jobs retry 2 99 1",
                "jobs retry 2 1 -o json",
                "jobs cancel 5 --reason unwanted ; jobs get 5 -o json",
                "jobs cancel 4",
                "jobs delete 1 --yes ; jobs get 1",
                "jobs delete 1 --yes --reason unwanted ; jobs get 1 ; jobs attempts 1 ; jobs logs 1 ; jobs wait 1",
                "jobs run-now 5 --reason hurry ; jobs get 5 -o json ; audit list --columns action,reason",
                "jobs move-to-queue 5 7 --queue bulk ; jobs list queue:bulk ; jobs move-to-queue 5 --queue bulk",
                "jobs move-to-queue 1 99 4 --queue bulk -o json",
                "jobs move-to-queue 5 --queue a/b",
                "jobs move-to-queue --query queue:none --queue bulk --yes",
                "jobs change-priority 5 --priority -3 --reason hurry ; jobs get 5 -o json",
                "jobs change-priority 5 --priority soon",
                "jobs change-priority 5",
                "jobs add-tag 5 --tag tenant:acme ; jobs add-tag 5 --tag vip ; jobs get 5 -o json",
                "jobs add-tag 5 --tag vip ; jobs add-tag 5 --tag vip ; audit list --columns action,target,before,after",
                "jobs stack 1",
                "jobs stack 99",
                "jobs list --time unix -o wide",
                "jobs delete 5 --yes",
                "jobs run-now 5 ; jobs list -o csv",
                "jobs enqueue loans.check ; jobs get 8",
                "jobs enqueue mail.send --args {\"to\":\"x\",\"copies\":1} --tag a --tag b --in 5m --unique k -o json",
                "jobs enqueue loans.check --unique k ; jobs enqueue loans.check --unique k",
                "jobs enqueue loans.check --unique k ; jobs enqueue loans.check --unique k --reject-duplicate",
                "jobs enqueue mail.send --args {",
                "schedules run poll ; schedules fires poll -o json",
                "schedules run none",
                "schedules run --tag nightly --yes ; jobs list -o name",
                "schedules run --tag none",
                "schedules run --all --yes ; jobs list -o name",
                "schedules backfill overdue-check --from 2026-11-18 --to 2026-11-20 --dry-run -o json",
                "schedules backfill overdue-check --from 2026-11-18 --to 2026-11-20 --dry-run",
                "schedules backfill overdue-check --from 2026-11-18 --to 2026-11-23",
                "schedules backfill overdue-check --from 2026-11-18 --to 2026-11-17",
                "schedules backfill none --from 2026-11-18",
                "schedules pause overdue-check --until 2h --reason holidays ; schedules list -o json",
                "schedules resume poll ; schedules resume poll",
                "schedules set new --cron @daily --zone Europe/Riga --type loans.check ; schedules list -o wide",
                "schedules set overdue-check --expected 90s --pause-windows 20:00-06:00 ; schedules get overdue-check",
                "schedules set overdue-check --every 2h --reason try ; schedules revert overdue-check ; schedules list",
                "schedules revert poll",
                "schedules delete poll --yes ; schedules list -o name",
                "queues pause mail --reason full ; queues list -o json",
                "queues resume mail",
                "queues limit mail --concurrency 2 --reason slow ; audit list --columns action,target,reason",
                "schedules run poll --reason early ; audit list --columns action,target,reason",
                "failures resolve FP --reason fixed ; audit list --columns action,reason",
                "queues limit mail --rate none ; queues list -o yaml",
                "queues limit mail --concurrency 1 -o json",
                "failures list",
                "failures list -o json",
                "failures list --tab retrying -o wide",
                "failures list --tab all -o csv",
                "failures get none",
                "failures get FP",
                "failures get FP -o json",
                "failures mute FP --until 2d --reason known -o json ; failures list",
                "failures mute FP ; failures unmute FP ; failures unmute FP ; failures list",
                "failures resolve FP --version 1.9 -o json ; failures list -o json",
                "jobs list fp:FP -o name",
                "ops list",
                "ops list -o json",
                "ops get 1",
                "ops stop 1",
                "flags list",
                "flags set none on",
                "flags set alerts off --reason noisy -o json ; flags list ; flags revert alerts ; flags list -o json",
                "stats",
                "stats --over 30d --columns type,succeeded,failed",
                "audit list",
                "audit list --since 1h --actor nobody --limit 5 -o name",
                "workers drain tester ; workers list --columns id,state",
                "workers drain nobody",
                "workers list -o json",
                "workers list -o wide",
                "workers stop tester --reason deploy",
                "workers slots tester 3",
                "workers slots mailer many",
                "workers slots mailer 3",
                "workers slots mailer 20000 --queue mail",
                "workers slots mailer 7 --queue mail --reason more -o json ; workers list ; audit list --columns action,target,before,after,reason",
                "workers stop mailer --reason deploy -o json ; workers list ; audit list --columns action,target,reason",
                "workers drain mailer --reason deploy ; workers resume mailer -o json ; audit list --columns action,reason",
                "jobs retry 2 ; workers slots mailer 0 --queue mail ; status -o name",
            })
    void say_the_same(String commands) throws IOException {
        copy(local);
        copy(remote);
        try (RunningServer server = new RunningServer(remote.resolve("rota.db"))) {
            Shell file = new Shell(local);
            Shell client = new Shell(remote.resolve("elsewhere"))
                    .variable("ROTA_URL", server.url())
                    .variable("ROTA_TOKEN", RunningServer.TOKEN);
            // Of the one group of failures that there is.
            String fingerprint =
                    file.run("failures", "list", "-o", "name").out().strip();
            for (String command : commands.replace("FP", fingerprint).split(" ; ")) {
                List<String> words = Arrays.asList(command.split(" "));
                Shell.Result expected = file.run(words.toArray(String[]::new));
                Shell.Result found = told(client.run(words.toArray(String[]::new)));
                assertThat(found.exitCode()).as(found.err() + expected.err()).isEqualTo(expected.exitCode());
                assertThat(found.err()).isEqualTo(expected.err());
                if (words.contains("json") && !found.out().isEmpty()) {
                    assertThat(DataReader.body(found.out())).isEqualTo(DataReader.body(expected.out()));
                } else {
                    assertThat(found.out()).isEqualTo(expected.out());
                }
            }
        }
    }

    /** With what the database keeps beside its file. */
    private static void copy(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(filled)) {
            for (Path file : files) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
    }

    /** Who asks by REST is told so; else the same. */
    private static Shell.Result told(Shell.Result result) {
        return new Shell.Result(result.exitCode(), asToldHere(result.out()), asToldHere(result.err()));
    }

    private static String asToldHere(String text) {
        return text.replace(" (cli) by REST", " (cli)");
    }
}
