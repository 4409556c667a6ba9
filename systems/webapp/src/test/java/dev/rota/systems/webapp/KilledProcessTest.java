package dev.rota.systems.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.event.RotaEvent;
import dev.rota.store.JobArchive.Query;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.webapp.RunningWebapp.Answer;
import dev.rota.systems.webapp.app.Users;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The scenarios in which a process, one of its own, is killed without warning. */
@Tag("acceptance")
@ParameterizedClass
@EnumSource(TestDatabase.class)
class KilledProcessTest {
    private static final String SUBJECT = "News of the day";

    private final TestDatabase kind;
    private final List<Process> started = new ArrayList<>();
    private Ground ground;

    KilledProcessTest(TestDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        ground = new Ground(kind);
    }

    @AfterEach
    void close() {
        // A test that failed has not killed its process, which would keep the database.
        started.forEach(process -> process.destroyForcibly().onExit().join());
        ground.close();
    }

    /** The application in a process of its own. */
    private record OwnProcess(Process process, String url) {
        static OwnProcess start(Ground ground, List<Process> started, String... properties) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    WebappProgram.class.getName()));
            Arrays.stream(ground.properties(properties))
                    .map(property -> "--" + property)
                    .forEach(command::add);
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            started.add(process);
            List<String> said = new ArrayList<>();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(WebappProgram.PORT)) {
                    return new OwnProcess(process, "http://localhost:" + line.substring(WebappProgram.PORT.length()));
                }
                said.add(line);
            }
            process.destroyForcibly();
            throw new IllegalStateException("The process did not start:\n" + String.join("\n", said));
        }

        void kill() throws InterruptedException {
            assertThat(process.destroyForcibly().waitFor()).as("exit code").isNotZero();
        }
    }

    @Test
    void crash_after_commit() throws Exception {
        Scenario scenario = Scenario.of("crash_after_commit");
        OwnProcess front = OwnProcess.start(ground, started, "rota.worker.enabled=false");
        Answer answer = RunningWebapp.send(
                front.url(), "POST", "/auth/register", null, "application/json", """
                {"username": "john", "email": "john@example.test", "password": "secret"}""".getBytes(StandardCharsets.UTF_8));
        front.kill();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(ground.mailbox.mails()).isEmpty();

        try (RunningWebapp restarted = new RunningWebapp(ground)) {
            restarted.settle();
            assertThat(restarted.events.await(RotaEvent.Succeeded.class, event -> true, 2))
                    .hasSize(scenario.expected("jobs_run_after_restart"))
                    .extracting(RotaEvent.Succeeded::type)
                    .containsExactlyInAnyOrder("webapp.welcome-mail", "webapp.audit");
        }
        assertThat(ground.mailsTo("john@example.test")).hasSize(scenario.expected("mails"));
        assertThat(ground.count("web_audit_log where action = 'REGISTER'")).isEqualTo(scenario.expected("audit"));
    }

    @Test
    void newsletter() throws Exception {
        Scenario scenario = Scenario.of("newsletter");
        try (RunningWebapp front = new RunningWebapp(ground, "rota.worker.enabled=false")) {
            insertUsers(scenario);
            queue(front, scenario);
        }
        int unsubscribing = scenario.number("unsubscribe_between_enqueue_and_send");
        ground.database
                .jdbc()
                .sql("update web_user set is_subscribed = 0 where username in (select 'user' || n from ("
                        + numbers(unsubscribing) + ") numbers)")
                .update();

        OwnProcess worker = OwnProcess.start(ground, started);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ground.count("web_newsletter_recipient where status = 'sent'")
                        >= scenario.number("kill_after_sent"));
        worker.kill();
        assertThat(newsletters()).as("killed in the middle").hasSizeLessThan(scenario.expected("delivered_unique"));

        try (RunningWebapp restarted = new RunningWebapp(ground)) {
            restarted.settle();
        }
        List<String> delivered = newsletters();
        long unique = delivered.stream().distinct().count();
        assertThat(unique).isEqualTo(scenario.expected("delivered_unique"));
        assertThat(delivered.size() - unique).as("duplicates").isEqualTo(scenario.expected("duplicates"));
        assertThat(ground.count("web_newsletter where status = 'done' and failed = 0 and skipped = "
                        + scenario.expected("skipped") + " and sent = " + scenario.expected("delivered_unique")))
                .isEqualTo(1);
    }

    private static void queue(RunningWebapp front, Scenario scenario) {
        assertThat(front.register("boss", "boss@example.test").good()).isTrue();
        front.context.getBean(Users.class).makeAdmin("boss");
        Answer answer = front.call("POST", "/send-newsletter", front.loginOnly("boss"), """
                {"subject": "%s", "body": "Much happened."}""".formatted(SUBJECT));
        assertThat(answer.status()).isEqualTo(scenario.expected("http_status"));
        assertThat(answer.body()).isEqualTo("{\"status\":\"Newsletter queued for sending\"}");
        assertThat(front.rota.jobs().list(Query.NEWEST.type("webapp.newsletter")))
                .singleElement()
                .satisfies(job -> assertThat(job.args()).doesNotContain("@"));
    }

    /** The first of them subscribe, and the last of those have addresses that get no mail. */
    private void insertUsers(Scenario scenario) {
        int subscribed = scenario.number("subscribed");
        ground.database
                .jdbc()
                .sql("insert into web_user (username, email, hashed_password, is_subscribed, created_at)"
                        + " select 'user' || n, 'user' || n || '@example.test', '-',"
                        + " case when n <= " + subscribed + " then 1 else 0 end, 0 from ("
                        + numbers(scenario.number("users")) + ") numbers")
                .update();
        ground.database
                .jdbc()
                .sql("insert into core_email_address (address, status, changed_at)"
                        + " select 'user' || n || '@example.test', 'hard', 0 from (" + numbers(subscribed)
                        + ") numbers where n > " + (subscribed - scenario.number("suppressed_among_subscribed")))
                .update();
    }

    private static String numbers(int last) {
        return "with recursive counted(n) as (select 1 union all select n + 1 from counted where n < " + last
                + ") select n from counted";
    }

    private List<String> newsletters() {
        return ground.mailbox.mails().stream()
                .filter(mail -> mail.subject().equals(SUBJECT))
                .map(mail -> mail.to())
                .toList();
    }
}
