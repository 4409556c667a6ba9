package dev.rota.systems.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobArchive.Query;
import dev.rota.systems.common.Columns;
import dev.rota.systems.common.Demonstration;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.webapp.RunningWebapp.Answer;
import dev.rota.systems.webapp.app.Users;
import dev.rota.systems.webapp.app.Users.Registration;
import dev.rota.systems.webapp.task.TaskTypes;
import dev.rota.systems.webapp.task.TaskTypes.ItemNotification;
import dev.rota.systems.webapp.work.WebappJobs;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** The scenarios in which no process is killed. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ScenariosTest {
    private static @Nullable Ground started;
    private static @Nullable RunningWebapp running;

    private final Ground ground = Objects.requireNonNull(started);
    private final RunningWebapp webapp = Objects.requireNonNull(running);
    private long latestJob;

    ScenariosTest(TestDatabase kind) {
        assertThat(ground.database.kind()).isEqualTo(kind);
    }

    @BeforeParameterizedClassInvocation
    static void start(TestDatabase kind) {
        started = new Ground(kind);
        running = new RunningWebapp(started, "test.clock=2026-03-20T00:00:00Z");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Objects.requireNonNull(running).close();
        Objects.requireNonNull(started).close();
    }

    @BeforeEach
    void empty() {
        webapp.settle();
        ground.empty();
        webapp.clock().set(Instant.parse("2026-03-20T00:00:00Z"));
        latestJob = jobs().stream().mapToLong(Job::id).max().orElse(0);
    }

    @AfterEach
    void heal() {
        webapp.program().broken.clear();
    }

    /** The jobs that this test has made. */
    private List<Job> jobs() {
        return webapp.rota.jobs().list(Query.NEWEST.limit(1000)).stream()
                .filter(job -> job.id() > latestJob)
                .toList();
    }

    private List<Job> jobs(String type) {
        return jobs().stream().filter(job -> job.type().equals(type)).toList();
    }

    private long audited(String action) {
        return ground.count("web_audit_log where action = '" + action + "'");
    }

    private long createItem(String token, String title) {
        Answer answer = webapp.call("POST", "/items", token, "{\"title\": \"" + title + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("id").asLong();
    }

    @Test
    void register() {
        Scenario scenario = Scenario.of("register");
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : scenario.node().get("smtp").properties()) {
            JsonNode replies = each.getValue();
            ground.replies.to(
                    each.getKey(),
                    replies.isArray()
                            ? replies.values().stream().map(JsonNode::asString).toArray(String[]::new)
                            : new String[] {replies.asString()});
            answers.add(webapp.register(each.getKey().substring(0, each.getKey().indexOf('@')), each.getKey()));
        }
        webapp.settle();

        assertThat(answers).hasSize(scenario.number("requests"));
        assertThat(answers).filteredOn(Answer::good).hasSize(scenario.expected("responses_2xx"));
        assertThat(ground.count("core_message where kind = 'welcome' and status = 'sent'"))
                .isEqualTo(scenario.expected("welcome_sent"));
        scenario.node().get("expect").get("welcome_attempts").properties().forEach(expected -> {
            assertThat(ground.welcomeAttempts(expected.getKey()))
                    .as(expected.getKey())
                    .isEqualTo(expected.getValue().asInt());
        });
        assertThat(ground.count("core_email_address where status = 'hard'"))
                .isEqualTo(scenario.expected("bounced_addresses"));
        assertThat(audited("REGISTER")).isEqualTo(scenario.expected("audit_REGISTER"));
        assertThat(ground.mailsTo("ok@example.test")).hasSize(1);
        assertThat(ground.mailsTo("slow@example.test")).hasSize(1);
        assertThat(jobs()).allSatisfy(job -> {
            assertThat(job.tags()).contains("webapp");
            assertThat(job.args()).doesNotContain("@", "secret");
        });
    }

    @Test
    void rollback() {
        Scenario scenario = Scenario.of("rollback");
        int mailsBefore = ground.mailbox.mails().size();

        webapp.context.getBean(TransactionTemplate.class).executeWithoutResult(tx -> {
            webapp.context
                    .getBean(Users.class)
                    .register(new Registration("undone", "undone@example.test", "secret", false));
            tx.setRollbackOnly();
        });
        webapp.settle();

        assertThat(ground.count("web_user")).isEqualTo(scenario.expected("users"));
        assertThat(jobs()).hasSize(scenario.expected("jobs"));
        assertThat(ground.mailbox.mails().size() - mailsBefore).isEqualTo(scenario.expected("mails"));
    }

    @Test
    void complete_race() throws Exception {
        Scenario scenario = Scenario.of("complete_race");
        String token = webapp.user("racer");
        long item = createItem(token, "run");
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(
                        threads.submit(() -> webapp.call("PUT", "/items/" + item, token, "{\"is_completed\": true}")));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().good()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        webapp.settle();

        assertThat(jobs("webapp.complete-item")).hasSize(scenario.expected("completion_jobs"));
        assertThat(ground.count("web_completion where points > 0")).isEqualTo(scenario.expected("points_awards"));
        assertThat(audited("UPDATE_ITEM")).isEqualTo(scenario.expected("audit_UPDATE_ITEM"));
        assertThat(ground.count("web_notification where type = 'completed'")).isEqualTo(1);
    }

    @Test
    void complete_again() {
        Scenario scenario = Scenario.of("complete_again");
        String token = webapp.user("again");
        long item = createItem(token, "twice");
        for (String completed : List.of("true", "false", "true")) {
            assertThat(webapp.call("PUT", "/items/" + item, token, "{\"is_completed\": " + completed + "}")
                            .good())
                    .isTrue();
        }
        webapp.settle();

        assertThat(ground.count("web_item where completion_count = " + scenario.expected("completion_count")))
                .isEqualTo(1);
        assertThat(ground.count("web_completion")).isEqualTo(scenario.expected("completion_count"));
        assertThat(ground.count("web_completion where points > 0")).isEqualTo(scenario.expected("points_awards"));
        assertThat(ground.count("web_user_stats where points = 10 and completed_total = 1 and current_streak = 1"))
                .isEqualTo(1);
        assertThat(ground.count("web_badge where code = 'first-item'")).isEqualTo(1);
        assertThat(ground.mailbox.mails().stream()
                        .filter(mail -> mail.to().equals("again@example.test"))
                        .map(mail -> mail.subject()))
                .contains("Item created: twice", "Item updated: twice", "Item completed: twice");
    }

    @Test
    void newsletter_rights() {
        Scenario scenario = Scenario.of("newsletter_rights");
        String token = webapp.user("ordinary");
        latestJob = jobs().stream().mapToLong(Job::id).max().orElse(0);

        Answer answer = webapp.call("POST", "/send-newsletter", token, "{\"subject\": \"News\", \"body\": \"None\"}");

        assertThat(answer.status()).isEqualTo(scenario.expected("http_status"));
        assertThat(jobs()).hasSize(scenario.expected("jobs"));
        assertThat(ground.count("web_newsletter")).isZero();
    }

    @Test
    void one_fails_others_run() {
        Scenario scenario = Scenario.of("one_fails_others_run");
        String token = webapp.user("unlucky");
        webapp.program().broken.add("unlucky@example.test");

        createItem(token, "lost");
        webapp.settle();

        assertThat(audited("CREATE_ITEM")).isEqualTo(scenario.expected("audit_CREATE_ITEM"));
        assertThat(ground.count("web_failed_task where status = 'waiting' and task = 'webapp.item-notification'"))
                .isEqualTo(scenario.expected("failed_tasks"));
    }

    @Test
    void a_failed_task_is_retried_every_quarter_of_an_hour_and_then_counts_as_well() {
        String token = webapp.user("patient");
        webapp.program().broken.add("patient@example.test");
        createItem(token, "late");
        webapp.settle();
        webapp.runNow(WebappJobs.RETRY_SCHEDULE);
        assertThat(ground.count("web_failed_task where attempts = 1"))
                .as("before its time")
                .isEqualTo(1);

        webapp.retryFailedTasks();
        assertThat(ground.count("web_failed_task where attempts = 2 and status = 'waiting'"))
                .isEqualTo(1);

        webapp.program().broken.clear();
        webapp.retryFailedTasks();
        assertThat(ground.count("web_failed_task where status = 'retried_ok'")).isEqualTo(1);
        assertThat(ground.mailsTo("patient@example.test")).hasSize(2);
        List<Job> tried = jobs("webapp.item-notification");
        assertThat(tried).as("one job all the time").hasSize(1);
        assertThat(tried.get(0).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(tried.get(0).attempt()).isEqualTo(3);
    }

    @Test
    void a_failed_task_is_dead_after_three_retries_in_vain() {
        String token = webapp.user("hopeless");
        webapp.program().broken.add("hopeless@example.test");
        createItem(token, "never");
        webapp.settle();
        for (int retry = 0; retry < 4; retry++) {
            webapp.retryFailedTasks();
        }

        assertThat(ground.count("web_failed_task where status = 'dead' and attempts = 4 and next_retry_at is null"))
                .isEqualTo(1);
    }

    @Test
    void bad_type() {
        String token = webapp.user("odd");
        long item = createItem(token, "odd one");
        webapp.settle();

        long id = webapp.rota.enqueue(
                TaskTypes.ITEM_NOTIFICATION, new ItemNotification(item, userId("odd"), "archived", 1, "odd one"));
        webapp.settle();

        Job job = webapp.rota.jobs().find(id).orElseThrow();
        assertThat(job.state().name().toLowerCase(Locale.ROOT) + " without retry")
                .isEqualTo(Scenario.of("bad_type")
                        .node()
                        .get("expect")
                        .get("state")
                        .asString());
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.reason()).contains("archived", "created, updated, completed, deleted");
        assertThat(ground.count("web_failed_task")).isZero();
    }

    private long userId(String name) {
        return webapp.context.getBean(Users.class).find(name).orElseThrow().id();
    }

    @Test
    void cleanup() {
        Scenario scenario = Scenario.of("cleanup");
        webapp.user("tidy");
        long user = userId("tidy");
        ground.database.jdbc().sql("delete from web_audit_log").update();
        webapp.clock().set(Instant.parse(scenario.node().get("now").asString()));
        scenario.node()
                .get("rows")
                .properties()
                .forEach(row -> insert(user, row.getKey(), row.getValue().asString()));
        ground.insertSession(user, "2026-03-19T23:59:59Z", "purged");
        ground.insertSession(user, "2026-03-20T00:00:00Z", "kept");

        webapp.runNow(WebappJobs.CLEAN_UP_SCHEDULE);

        assertThat(ground.database
                        .jdbc()
                        .sql("select title from web_item")
                        .query(String.class)
                        .list())
                .containsExactly("kept");
        assertThat(ground.database
                        .jdbc()
                        .sql("select details from web_audit_log")
                        .query(String.class)
                        .list())
                .containsExactly("kept");
        assertThat(ground.database
                        .jdbc()
                        .sql("select id from web_session where id in ('kept', 'purged')")
                        .query(String.class)
                        .list())
                .containsExactly("kept");
        assertThat(jobs("webapp.clean-up").get(0).result())
                .isEqualTo("{\"items\":1,\"audit\":1,\"sessions\":1,\"messages\":0,\"failed\":[],\"dryRun\":false}");
    }

    /** A row such as {@code item deleted 2026-02-17T23:59:59Z}, named after what is to become of it. */
    private void insert(long user, String words, String fate) {
        String at = words.substring(words.lastIndexOf(' ') + 1);
        long millis = Columns.of(Instant.parse(at.length() == 10 ? at + "T00:00:00Z" : at));
        String insert = words.startsWith("item") ? """
                        insert into web_item (owner_id, title, created_at, updated_at, deleted_at)
                        values (:user, :fate, 0, 0, :at)""" : """
                        insert into web_audit_log (user_id, action, details, job_id, at)
                        values (:user, 'LOGIN', :fate, -:at, :at)""";
        ground.database
                .jdbc()
                .sql(insert)
                .param("user", user)
                .param("fate", fate)
                .param("at", millis)
                .update();
    }

    @Test
    void what_is_old_of_mails_is_their_text_and_a_dry_run_only_counts() {
        webapp.user("old");
        webapp.clock().set(Instant.parse("2026-06-18T00:00:00Z"));
        long dry = webapp.rota.enqueue(TaskTypes.CLEAN_UP, new TaskTypes.CleanUp(true));
        webapp.settle();
        assertThat(webapp.rota.jobs().find(dry).orElseThrow().result()).contains("\"messages\":1", "\"dryRun\":true");
        assertThat(ground.count("core_message where recipient_address is not null"))
                .isEqualTo(1);

        webapp.runNow(WebappJobs.CLEAN_UP_SCHEDULE);
        assertThat(ground.count("core_message where recipient_address is not null"))
                .isZero();
        assertThat(ground.count("core_message")).isEqualTo(1);
    }

    @Test
    void a_demonstration_shows_all_of_it_and_has_a_schedule_for_each_duty() {
        Demonstration demonstration = webapp.context.getBean(Demonstration.class);
        LocalDate today = LocalDate.of(2026, 3, 20);

        assertThat(demonstration.system()).isEqualTo("webapp");
        assertThat(demonstration.load(null, today)).isEqualTo("10 items of 5 users, and a newsletter to all of them");
        webapp.settle();
        assertThat(ground.count("web_newsletter where status = 'done' and sent = 5"))
                .isEqualTo(1);
        assertThat(ground.count("web_user_stats where points = 10")).isEqualTo(5);
        assertThat(demonstration.load(null, today))
                .isEqualTo("nothing: the web application has 10 items of 5 users already");

        demonstration.duties(today).forEach(duty -> webapp.runNow(duty.schedule()));
        assertThat(jobs("webapp.clean-up"))
                .singleElement()
                .satisfies(job -> assertThat(job.result()).contains("\"items\":1,\"audit\":1,"));
        assertThat(jobs("webapp.retry-failed-tasks")).hasSize(1);
        assertThat(jobs()).allSatisfy(job -> {
            assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(job.tags()).contains("webapp");
        });
    }
}
