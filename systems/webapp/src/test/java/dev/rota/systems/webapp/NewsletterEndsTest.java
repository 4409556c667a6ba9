package dev.rota.systems.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobArchive.Query;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.webapp.task.TaskTypes;
import dev.rota.systems.webapp.work.WebappJobs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** How a newsletter ends of which some mails cannot be sent. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class NewsletterEndsTest {
    private static final Query LIVE_RETRIES =
            Query.NEWEST.type(TaskTypes.RETRY_FAILED_TASKS.name()).states(JobState.live());

    private final TestDatabase kind;
    private Ground ground;
    private RunningWebapp webapp;

    NewsletterEndsTest(TestDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() {
        ground = new Ground(kind);
        webapp = new RunningWebapp(ground, "test.clock=2026-03-20T00:00:00Z");
    }

    @AfterEach
    void stop() {
        webapp.close();
        ground.close();
    }

    @Test
    void a_newsletter_ends_though_one_cannot_be_served_who_is_when_somebody_retries_the_job() {
        String admin = webapp.admin("editor");
        webapp.user("reader");
        webapp.user("lucky");
        subscribe("reader", "lucky");
        webapp.program().broken.add("reader@example.test");
        String newsletter = queued(admin, "News");
        webapp.settle();
        webapp.runNow(WebappJobs.RETRY_SCHEDULE);
        assertThat(counts(newsletter, admin)).as("is to be retried").isEqualTo("sending: 1 sent, 0 failed");

        for (int retry = 0; retry < 4; retry++) {
            webapp.retryFailedTasks();
        }
        assertThat(counts(newsletter, admin)).isEqualTo("done: 1 sent, 1 failed");

        webapp.program().broken.clear();
        Job batch = batches().get(0);
        assertThat(batch.state()).isEqualTo(JobState.FAILED);
        webapp.rota.jobs().retry(batch.id(), "test");
        webapp.settle();

        assertThat(counts(newsletter, admin)).isEqualTo("done: 2 sent, 0 failed");
        for (String each : List.of("reader@example.test", "lucky@example.test")) {
            assertThat(ground.mailsTo(each))
                    .filteredOn(mail -> mail.subject().equals("News"))
                    .hasSize(1);
        }
    }

    @Test
    void a_newsletter_ends_whose_jobs_were_cancelled() {
        String admin = webapp.admin("editor");
        subscribe("editor");
        webapp.rota.queues().pause("mail", "test", "so that its job waits", null);
        String newsletter = queued(admin, "No");
        await().until(() -> batches().size() == 1);
        webapp.rota.schedules().runNow(WebappJobs.RETRY_SCHEDULE, "test");
        await().until(() -> webapp.rota.jobs().list(LIVE_RETRIES).isEmpty());
        assertThat(counts(newsletter, admin)).as("is to be served").isEqualTo("sending: 0 sent, 0 failed");

        webapp.rota.jobs().cancel(batches().get(0).id(), "test", "not now");
        webapp.rota.queues().resume("mail");
        webapp.retryFailedTasks();

        assertThat(counts(newsletter, admin)).isEqualTo("done: 0 sent, 1 failed");
    }

    private String counts(String newsletter, String admin) {
        JsonNode now = webapp.call("GET", newsletter, admin, null).json();
        return now.get("status").asString() + ": " + now.get("sent").asInt() + " sent, "
                + now.get("failed").asInt() + " failed";
    }

    @Test
    void who_was_put_off_too_often_gets_the_newsletter_if_its_batch_is_enqueued_again() {
        String admin = webapp.admin("rosa");
        webapp.user("sara", "sara@busy.test");
        subscribe("sara");
        ground.replies.to("sara@busy.test", "452", "452", "452", "452", "452", "452", "250");
        String newsletter = queued(admin, "Late");
        webapp.settle();
        assertThat(counts(newsletter, admin)).isEqualTo("done: 0 sent, 1 failed");
        long id = Long.parseLong(newsletter.substring(newsletter.lastIndexOf('/') + 1));

        webapp.rota.enqueue(TaskTypes.NEWSLETTER_BATCH, new TaskTypes.NewsletterBatch(id, 0, Integer.MAX_VALUE));
        webapp.settle();

        assertThat(counts(newsletter, admin)).isEqualTo("done: 1 sent, 0 failed");
    }

    private void subscribe(String... names) {
        for (String name : names) {
            webapp.call("PUT", "/users/me/subscription", webapp.login(name), "{\"is_subscribed\": true}");
        }
    }

    private String queued(String admin, String subject) {
        return webapp.call("POST", "/send-newsletter", admin, "{\"subject\": \"" + subject + "\", \"body\": \"b\"}")
                .location("/newsletters");
    }

    private List<Job> batches() {
        return webapp.rota.jobs().list(Query.NEWEST.type(TaskTypes.NEWSLETTER_BATCH.name()));
    }
}
