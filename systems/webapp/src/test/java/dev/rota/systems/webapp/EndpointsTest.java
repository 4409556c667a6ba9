package dev.rota.systems.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.JobState;
import dev.rota.store.JobArchive.Query;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.webapp.RunningWebapp.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EndpointsTest {
    private static Ground ground;
    private static RunningWebapp webapp;

    @BeforeAll
    static void start() {
        ground = new Ground(TestDatabase.SQLITE);
        webapp = new RunningWebapp(ground, "test.clock=2026-03-20T08:00:00Z", "webapp.url=http://app.test");
    }

    @AfterAll
    static void stop() {
        webapp.close();
        ground.close();
    }

    @Test
    void registering_answers_with_the_user_and_never_with_the_password() {
        Answer answer = webapp.call("POST", "/auth/register", null, """
                {"username": "anna", "email": "anna@example.test", "password": "secret", "is_subscribed": true}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("secret", "password");
        JsonNode user = answer.json();
        assertThat(user.get("username").asString()).isEqualTo("anna");
        assertThat(user.get("is_subscribed").asBoolean()).isTrue();
        assertThat(user.get("is_admin").asBoolean()).isFalse();
        assertThat(ground.count("web_user where hashed_password like '$2%'")).isPositive();
    }

    @Test
    void a_name_and_an_address_are_taken_once() {
        webapp.register("bert", "bert@example.test");

        Answer name = webapp.register("bert", "other@example.test");
        Answer email = webapp.register("bert2", "BERT@example.test");

        assertThat(name.status()).isEqualTo(409);
        assertThat(name.body()).isEqualTo("{\"detail\":\"Username already registered\"}");
        assertThat(email.status()).isEqualTo(409);
        assertThat(email.body()).isEqualTo("{\"detail\":\"Email already registered\"}");
    }

    @Test
    void what_is_not_as_expected_is_refused_with_what_is() {
        assertThat(webapp.register("no name", "x@example.test").status()).isEqualTo(422);
        assertThat(webapp.register("cora", "no address").body()).contains("email: expected");
        assertThat(webapp.register("cora", "a@example.test\\r\\nBcc: b@example.test")
                        .status())
                .isEqualTo(422);
        assertThat(webapp.call("POST", "/auth/register", null, "{\"username\": \"cora\"}")
                        .status())
                .isEqualTo(422);
        Answer broken = webapp.call("POST", "/auth/register", null, "{\"password\": secret}");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.body()).doesNotContain("secret");
        assertThat(ground.count("web_user where username = 'cora'")).isZero();
    }

    @Test
    void a_login_is_logged_and_lasts_until_its_end() {
        String token = webapp.user("dora");
        assertThat(webapp.call("GET", "/users/me", token, null).status()).isEqualTo(200);
        assertThat(ground.count("web_audit_log where action = 'LOGIN' and username_snapshot = 'dora'"))
                .isEqualTo(1);

        assertThat(webapp.call("POST", "/auth/logout", token, null).status()).isEqualTo(204);
        assertThat(webapp.call("GET", "/users/me", token, null).status()).isEqualTo(401);

        String other = webapp.login("dora");
        webapp.clock().advance(Duration.ofHours(13));
        assertThat(webapp.call("GET", "/users/me", other, null).status()).isEqualTo(401);
        webapp.clock().set(Instant.parse("2026-03-20T08:00:00Z"));
    }

    @Test
    void a_wrong_password_and_an_unknown_name_are_refused_alike() {
        webapp.user("emil");
        Answer wrong = webapp.call("POST", "/auth/login", null, "{\"username\": \"emil\", \"password\": \"secre\"}");
        Answer unknown = webapp.call("POST", "/auth/login", null, "{\"username\": \"emi\", \"password\": \"secret\"}");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void a_title_is_one_line_because_it_becomes_a_subject() {
        String token = webapp.user("ewa");

        assertThat(webapp.call("POST", "/items", token, "{\"title\": \"a\\n\"}").status())
                .isEqualTo(422);
        assertThat(webapp.call("POST", "/items", token, "{\"title\": \" \"}").status())
                .isEqualTo(422);
        assertThat(webapp.call("POST", "/items", token, "{}").status()).isEqualTo(422);
    }

    @Test
    void items_are_their_owners_alone() {
        String owner = webapp.user("fred");
        String other = webapp.user("fritz");
        long id = webapp.call("POST", "/api/v1/items", owner, "{\"title\": \"mine\", \"description\": \"d\"}")
                .json()
                .get("id")
                .asLong();

        assertThat(webapp.call("GET", "/items/" + id, other, null).status()).isEqualTo(404);
        assertThat(webapp.call("PUT", "/items/" + id, other, "{\"is_completed\": true}")
                        .status())
                .isEqualTo(404);
        assertThat(webapp.call("DELETE", "/items/" + id, other, null).status()).isEqualTo(404);
        assertThat(webapp.call("GET", "/items", other, null).body()).isEqualTo("[]");
        assertThat(webapp.call("GET", "/items", null, null).status()).isEqualTo(401);
        assertThat(webapp.call("GET", "/items", owner, null).json()).hasSize(1);
    }

    @Test
    void each_change_of_an_item_is_told_once_and_logged() {
        String token = webapp.user("gerda");
        long id = webapp.call("POST", "/items", token, "{\"title\": \"one\"}")
                .json()
                .get("id")
                .asLong();
        webapp.call("PUT", "/items/" + id, token, "{\"title\": \"two\"}");
        webapp.call("PUT", "/items/" + id, token, "{\"title\": \"two\"}");
        assertThat(webapp.call("DELETE", "/items/" + id, token, null).status()).isEqualTo(204);
        assertThat(webapp.call("DELETE", "/items/" + id, token, null).status()).isEqualTo(404);
        webapp.settle();

        assertThat(ground.mailsTo("gerda@example.test"))
                .extracting(mail -> mail.subject())
                .containsExactlyInAnyOrder(
                        "Welcome to Web Application", "Item created: one", "Item updated: two", "Item deleted: two");
        assertThat(ground.database
                        .jdbc()
                        .sql("select action from web_audit_log where details = :details order by at, id")
                        .param("details", "{\"item_id\":" + id + "}")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("CREATE_ITEM", "UPDATE_ITEM", "UPDATE_ITEM", "DELETE_ITEM");
    }

    @Test
    void an_upload_is_counted() {
        String token = webapp.user("hugo");
        Answer answer =
                webapp.upload(token, "words.csv", "one,two three\nfour\r\n  fünf".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"File processing started\"}");
        webapp.settle();

        JsonNode upload =
                webapp.call("GET", answer.location("/uploads"), token, null).json();
        assertThat(upload.get("status").asString()).isEqualTo("done");
        assertThat(upload.get("filename").asString()).isEqualTo("words.csv");
        assertThat(upload.get("lines").asInt()).isEqualTo(3);
        assertThat(upload.get("words").asInt()).isEqualTo(4);
        assertThat(upload.get("bytes").asInt()).isEqualTo(27);
        assertThat(upload.get("sha256").asString())
                .isEqualTo("6666a4fdf15734d9c1656b1c8d617b5f6ef425e900f6fac6dbd02a88a086cdd1");
    }

    @Test
    void what_is_binary_or_too_large_or_empty_is_refused_and_not_stored() {
        String token = webapp.user("ida");
        long filesBefore = files();
        byte[] large = new byte[10 * 1024 * 1024 + 1];
        Arrays.fill(large, (byte) 'x');

        assertThat(webapp.upload(token, "a.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0})
                        .status())
                .isEqualTo(415);
        Answer tooLarge = webapp.upload(token, "a.txt", large);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.body()).contains("expected at most 10485760 bytes, found 10485761");
        assertThat(webapp.upload(token, "a.txt", new byte[0]).status()).isEqualTo(422);
        assertThat(webapp.call("POST", "/process", token, null).status()).isEqualTo(422);

        assertThat(ground.count("web_upload u join web_user w on w.id = u.user_id where w.username = 'ida'"))
                .isZero();
        assertThat(files()).isEqualTo(filesBefore);
    }

    private static long files() {
        if (!Files.exists(ground.uploads())) {
            return 0;
        }
        try (Stream<Path> all = Files.list(ground.uploads())) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_newsletter_says_how_to_end_it_and_that_works() throws IOException {
        String admin = webapp.admin("karl");
        String reader = webapp.user("lena");
        webapp.call("PUT", "/users/me/subscription", reader, "{\"is_subscribed\": true}");
        Answer answer = webapp.call("POST", "/send-newsletter", admin, "{\"subject\": \"First\", \"body\": \"b\"}");
        assertThat(answer.status()).isEqualTo(202);
        webapp.settle();

        String mail =
                Files.readString(ground.mailsTo("lena@example.test").get(1).file());
        String unfolded = mail.replaceAll("\r?\n[ \t]+", " ");
        assertThat(unfolded).contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        String header = unfolded.lines()
                .filter(line -> line.startsWith("List-Unsubscribe:"))
                .findFirst()
                .orElseThrow();
        String link =
                header.substring(header.indexOf("http://app.test") + "http://app.test".length(), header.length() - 1);

        assertThat(webapp.call("GET", link, null, null).status()).isEqualTo(200);
        assertThat(subscribed("lena")).as("looking changes nothing").isTrue();
        assertThat(webapp.call("POST", link.substring(0, link.length() - 1) + "x", null, null)
                        .status())
                .isEqualTo(404);
        assertThat(subscribed("lena")).isTrue();
        assertThat(webapp.call("POST", link, null, null).status()).isEqualTo(200);
        assertThat(subscribed("lena")).isFalse();
    }

    private static boolean subscribed(String name) {
        return ground.count("web_user where is_subscribed = 1 and username = '" + name + "'") == 1;
    }

    @Test
    void a_paused_newsletter_reaches_nobody_until_it_is_resumed_and_a_cancelled_one_nobody_at_all() {
        String admin = webapp.admin("mona");
        webapp.call("PUT", "/users/me/subscription", admin, "{\"is_subscribed\": true}");
        webapp.rota.queues().pause("webapp", "test", "so that it can be paused before it is divided", null);
        String paused = queued(admin, "Later");
        assertThat(webapp.call("POST", paused + "/pause", admin, null)
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("paused");
        String cancelled = queued(admin, "Never");
        webapp.call("POST", cancelled + "/cancel", admin, null);
        webapp.rota.queues().resume("webapp");
        webapp.settle();
        assertThat(subjects("mona@example.test")).doesNotContain("Later", "Never");

        assertThat(webapp.call("POST", paused + "/resume", admin, null).status())
                .isEqualTo(200);
        webapp.settle();

        assertThat(subjects("mona@example.test")).containsOnlyOnce("Later").doesNotContain("Never");
        JsonNode done = webapp.call("GET", paused, admin, null).json();
        assertThat(done.get("status").asString()).isEqualTo("done");
        assertThat(webapp.call("POST", cancelled + "/resume", admin, null).status())
                .isEqualTo(409);
        assertThat(webapp.call("POST", "/newsletters/999999/pause", admin, null).status())
                .isEqualTo(404);
    }

    private static String queued(String admin, String subject) {
        return webapp.call("POST", "/send-newsletter", admin, "{\"subject\": \"" + subject + "\", \"body\": \"b\"}")
                .location("/newsletters");
    }

    private static List<String> subjects(String address) {
        return ground.mailsTo(address).stream().map(mail -> mail.subject()).toList();
    }

    @Test
    void who_is_put_off_by_the_mail_server_does_not_keep_the_others_from_their_newsletter() {
        String admin = webapp.admin("nora");
        webapp.user("olaf", "olaf@full.test");
        webapp.user("paul");
        ground.database
                .jdbc()
                .sql("update web_user set is_subscribed = case when username in ('olaf', 'paul') then 1 else 0 end")
                .update();
        ground.replies.to("olaf@full.test", "452");
        String newsletter = queued(admin, "For both");
        webapp.settle();

        assertThat(subjects("paul@example.test")).containsOnlyOnce("For both");
        JsonNode done = webapp.call("GET", newsletter, admin, null).json();
        assertThat(done.get("status").asString()).isEqualTo("done");
        assertThat(done.get("sent").asInt()).isEqualTo(1);
        assertThat(done.get("failed").asInt()).isEqualTo(1);
        assertThat(webapp.rota
                        .jobs()
                        .list(Query.NEWEST.type("webapp.newsletter-batch").limit(1))
                        .get(0))
                .satisfies(job -> {
                    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
                    assertThat(job.attempt()).isEqualTo(6);
                });
    }

    @Test
    void who_goes_is_forgotten_and_what_happened_stays() {
        String token = webapp.user("sven");
        long id = webapp.call("POST", "/items", token, "{\"title\": \"private\"}")
                .json()
                .get("id")
                .asLong();
        webapp.call("PUT", "/items/" + id, token, "{\"is_completed\": true}");
        webapp.upload(token, "diary.txt", "dear diary".getBytes(StandardCharsets.UTF_8));
        webapp.settle();
        long user = ground.database
                .jdbc()
                .sql("select id from web_user where username = 'sven'")
                .query(Long.class)
                .single();
        long logged = ground.count("web_audit_log");
        long files = files();

        assertThat(webapp.call("DELETE", "/users/me", token, null).status()).isEqualTo(202);
        webapp.settle();

        assertThat(webapp.call("GET", "/users/me", token, null).status()).isEqualTo(401);
        assertThat(files()).isEqualTo(files - 1);
        assertThat(ground.count("web_audit_log")).isEqualTo(logged);
        assertThat(ground.count("web_audit_log where user_id = " + user + " or username_snapshot = 'sven'"))
                .isZero();
        for (String rest : List.of(
                "web_item where owner_id",
                "web_session where user_id",
                "web_completion where user_id",
                "web_badge where user_id",
                "web_user_stats where user_id",
                "web_upload where user_id",
                "core_message where recipient_user_id")) {
            assertThat(ground.count(rest + " = " + user)).as(rest).isZero();
        }
        assertThat(ground.count("web_notification where item_title = 'private'"))
                .isZero();
        assertThat(ground.count("web_user where username = 'sven' or email = 'sven@example.test'"))
                .isZero();
        assertThat(webapp.register("sven", "sven@example.test").status())
                .as("the name and the address are free again")
                .isEqualTo(200);
    }

    @Test
    void failed_tasks_are_shown_to_administrators() {
        String admin = webapp.admin("quinn");
        assertThat(webapp.call("GET", "/failed-tasks", admin, null).status()).isEqualTo(200);
        assertThat(webapp.call("GET", "/failed-tasks", webapp.user("ralf"), null)
                        .status())
                .isEqualTo(403);
    }
}
