package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import dev.rota.console.Role;
import dev.rota.console.Scope;
import dev.rota.console.SecretHash;
import dev.rota.console.SessionStore.NewSession;
import dev.rota.console.UserStore.User;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Users, tokens and sessions, seen and changed by an administrator and by the user, on pages and by REST. */
final class UsersTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String OTHER = "staple battery horse";
    /** Made once, because it is slow on purpose. */
    private static final String HASH = PasswordHash.of(PASSWORD);

    @TempDir
    private Path directory;

    private RunningWeb web;
    private String anna = "";

    @BeforeEach
    void open() {
        web = RunningWeb.standalone(directory);
        add("anna", Role.ADMIN);
        anna = session("anna");
    }

    @AfterEach
    void close() {
        web.close();
    }

    private void add(String name, Role role) {
        assertThat(web.rota.store().console().users().create(name, HASH, role)).isPresent();
    }

    /** Logged in without the password, which takes its time on purpose. */
    private String session(String name) {
        User user = web.rota.store().console().users().find(name).orElseThrow(() -> new AssertionError("No " + name));
        String token = Secrets.randomToken();
        web.rota
                .store()
                .console()
                .sessions()
                .open(new NewSession(
                        SecretHash.of(token), name, user.role(), user.version(), Duration.ofHours(12), "127.0.0.1"));
        return "rota=" + token;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String logIn(String name, String password) {
        return cookie(web.form("/login", "name=" + name + "&password=" + encoded(password)));
    }

    private static String cookie(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private HttpResponse<String> get(String cookie, String path) {
        return web.send(web.request(path).header("Cookie", cookie));
    }

    private static String first(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern + " in " + text).isTrue();
        return found.group(1);
    }

    /** Sends a form of the page. */
    private HttpResponse<String> post(String cookie, String page, String path, String fields) {
        String csrf =
                first("name=\"csrf\" value=\"([^\"]+)\"", get(cookie, page).body());
        return web.send(web.request(path)
                .header("Cookie", cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("csrf=" + csrf + "&" + fields)));
    }

    private HttpResponse<String> rest(String cookie, String method, String path, String body) {
        return web.send(web.request("/api/v1" + path)
                .header("Cookie", cookie)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private List<String> audited() {
        return web.rota.store().console().audit().list(AuditLog.Query.NEWEST).stream()
                .map(entry -> entry.act().actor() + " " + entry.act().action() + " "
                        + entry.act().target())
                .toList();
    }

    @Test
    void an_invited_user_chooses_a_password_once() {
        HttpResponse<String> made = post(anna, "/users", "/users", "name=bert&role=operator&password=");
        assertThat(made.statusCode()).isEqualTo(200);
        String link = first("(/login\\?invite=[^<\"]+)<", made.body());
        assertThat(get(anna, "/users").body()).contains(">bert<").doesNotContain("invite=");
        String token = link.replaceFirst(".*=", "");
        assertThat(web.get(link).body()).contains("You are invited");
        assertThat(web.form("/login", "invite=" + token + "&password=short").statusCode())
                .isEqualTo(422);
        String bert = cookie(web.form("/login", "invite=" + token + "&password=" + encoded(OTHER)));
        assertThat(get(bert, "/jobs").statusCode()).isEqualTo(200);
        assertThat(get(bert, "/users").statusCode()).isEqualTo(403);
        assertThat(web.form("/login", "invite=" + token + "&password=" + encoded(OTHER))
                        .statusCode())
                .isEqualTo(403);
        logIn("bert", OTHER);
        assertThat(audited()).contains("anna user.create user:bert", "bert user.password user:bert");
    }

    @Test
    void an_invitation_ends_and_is_not_for_who_is_disabled() {
        String token = invitation("carl");
        web.test.clock().advance(Accounts.INVITATION_LIFE);
        assertThat(web.form("/login", "invite=" + token + "&password=" + encoded(OTHER))
                        .statusCode())
                .isEqualTo(403);
        anna = session("anna");
        String other = invitation("dora");
        web.rota.store().console().users().disable("dora");
        assertThat(web.form("/login", "invite=" + other + "&password=" + encoded(OTHER))
                        .statusCode())
                .isEqualTo(403);
    }

    private String invitation(String name) {
        JsonNode made = Json.tree(
                rest(anna, "POST", "/users", "{\"name\":\"" + name + "\"}").body());
        assertThat(made.path("role").asString()).isEqualTo("viewer");
        return made.path("invitation").asString().replaceFirst(".*=", "");
    }

    @Test
    void a_user_without_a_password_cannot_log_in() {
        invitation("erik");
        assertThat(web.form("/login", "name=erik&password=").statusCode()).isEqualTo(401);
        assertThat(web.form("/login", "name=erik&password=" + encoded(PASSWORD)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void an_administrator_changes_users_on_their_page() {
        add("bert", Role.VIEWER);
        String bert = session("bert");
        assertThat(get(bert, "/jobs").statusCode()).isEqualTo(200);
        assertThat(get(anna, "/users/bert").body()).contains("Sessions", "127.0.0.1");
        post(anna, "/users/bert", "/users/bert/role", "role=operator");
        assertThat(get(bert, "/jobs").statusCode()).as("its sessions ended").isEqualTo(303);
        post(anna, "/users/bert", "/users/bert/password", "password=" + encoded(OTHER));
        String again = logIn("bert", OTHER);
        post(anna, "/users/bert", "/users/bert/disable", "");
        assertThat(get(again, "/jobs").statusCode()).isEqualTo(303);
        assertThat(get(anna, "/users/bert").body()).contains("Disabled", ">Enable<");
        post(anna, "/users/bert", "/users/bert/enable", "");
        String third = session("bert");
        post(anna, "/users/bert", "/users/bert/sessions", "");
        assertThat(get(third, "/jobs").statusCode()).isEqualTo(303);
        post(anna, "/users/bert", "/users/bert/delete", "");
        assertThat(get(anna, "/users/bert").statusCode()).isEqualTo(404);
        assertThat(audited())
                .contains(
                        "anna user.role user:bert",
                        "anna user.password user:bert",
                        "anna user.disable user:bert",
                        "anna user.enable user:bert",
                        "anna session.end-all user:bert",
                        "anna user.delete user:bert");
    }

    @Test
    void the_last_administrator_stays() {
        for (String[] act : new String[][] {{"role", "role=viewer"}, {"disable", ""}, {"delete", ""}}) {
            HttpResponse<String> answer = post(anna, "/users/anna", "/users/anna/" + act[0], act[1]);
            assertThat(answer.statusCode()).as(act[0]).isEqualTo(409);
            assertThat(answer.body()).contains("last administrator");
        }
        assertThat(rest(anna, "PATCH", "/users/anna", "{\"role\":\"viewer\"}").statusCode())
                .isEqualTo(409);
        assertThat(get(anna, "/users").statusCode()).isEqualTo(200);
    }

    @Test
    void one_changes_the_own_password_and_stays_logged_in_here_alone() {
        String elsewhere = session("anna");
        assertThat(post(anna, "/account", "/account/password", "old=wrong-password&password=" + encoded(OTHER))
                        .statusCode())
                .isEqualTo(422);
        String fresh = cookie(post(
                anna, "/account", "/account/password", "old=" + encoded(PASSWORD) + "&password=" + encoded(OTHER)));
        assertThat(get(anna, "/jobs").statusCode()).isEqualTo(303);
        assertThat(get(elsewhere, "/jobs").statusCode()).isEqualTo(303);
        assertThat(get(fresh, "/account").body()).contains("this one", "tokens:write", "/users\"");
        HttpResponse<String> back = rest(
                fresh, "POST", "/me/password", "{\"password\":\"" + OTHER + "\",\"newPassword\":\"" + PASSWORD + "\"}");
        assertThat(back.statusCode()).isEqualTo(204);
        assertThat(audited()).contains("anna user.password user:anna", "anna auth.login-failed null");
    }

    @Test
    void one_ends_an_own_session() {
        String elsewhere = session("anna");
        JsonNode sessions = Json.tree(get(anna, "/api/v1/users/anna/sessions").body());
        assertThat(sessions.path("items").size()).isEqualTo(2);
        String other = "";
        for (JsonNode session : sessions.path("items")) {
            other = session.path("current").asBoolean()
                    ? other
                    : session.path("id").asString();
        }
        post(anna, "/account", "/account/sessions", "id=" + other);
        assertThat(get(elsewhere, "/jobs").statusCode()).isEqualTo(303);
        assertThat(get(anna, "/jobs").statusCode()).isEqualTo(200);
        assertThat(rest(anna, "DELETE", "/users/anna/sessions/" + other, "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_token_is_made_shown_once_and_revoked_on_its_page() {
        HttpResponse<String> made =
                post(anna, "/tokens", "/tokens", "name=ci&role=operator&life=90d&scope=jobs:read&scope=jobs:write");
        String secret = first("(rota_[^<\"… ]+)<", made.body());
        assertThat(get(anna, "/tokens").body())
                .contains(">ci<", "jobs:read, jobs:write")
                .doesNotContain(secret);
        assertThat(web.send(web.request("/api/v1/jobs").header("Authorization", "Bearer " + secret))
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(anna, "/tokens", "/tokens", "name=ci&role=viewer&scope=jobs:write")
                        .statusCode())
                .isEqualTo(422);
        String id = first("/tokens/(\\d+)/revoke", get(anna, "/tokens").body());
        post(anna, "/tokens", "/tokens/" + id + "/revoke", "");
        assertThat(web.send(web.request("/api/v1/jobs").header("Authorization", "Bearer " + secret))
                        .statusCode())
                .isEqualTo(401);
        assertThat(get(anna, "/tokens").body()).contains("revoked");
        assertThat(audited()).contains("anna token.create token:" + id, "anna token.revoke token:" + id);
    }

    @Test
    void rest_makes_and_changes_users() {
        String body = "{\"name\":\"bert\",\"role\":\"operator\",\"password\":\"" + OTHER + "\"}";
        HttpResponse<String> made = rest(anna, "POST", "/users", body);
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).hasValue("/rota/api/v1/users/bert");
        assertThat(Json.tree(made.body()).path("invitation").isNull()).isTrue();
        assertThat(rest(anna, "POST", "/users", body).statusCode()).isEqualTo(409);
        assertThat(rest(anna, "POST", "/users", "{\"name\":\"<b>\"}").statusCode())
                .isEqualTo(422);
        JsonNode changed = Json.tree(rest(anna, "PATCH", "/users/bert", "{\"role\":\"viewer\",\"disabled\":true}")
                .body());
        assertThat(changed.path("role").asString() + changed.path("disabled")).isEqualTo("viewertrue");
        assertThat(get(anna, "/api/v1/users").body())
                .contains("bert")
                .doesNotContain("pbkdf2")
                .doesNotContain("version");
        assertThat(rest(anna, "POST", "/users/bert/invitations", "").body()).contains("login?invite=");
        assertThat(rest(anna, "DELETE", "/users/bert", "").statusCode()).isEqualTo(204);
        assertThat(rest(anna, "DELETE", "/users/bert", "").statusCode()).isEqualTo(404);
    }

    @Test
    void the_contract_names_the_members_of_users_and_sessions() {
        JsonNode schemas = Json.tree(get(anna, "/api/v1/openapi.json").body())
                .path("components")
                .path("schemas");
        for (String[] one : new String[][] {{"User", "/users"}, {"Session", "/users/anna/sessions"}}) {
            JsonNode item = Json.tree(get(anna, "/api/v1" + one[1]).body())
                    .path("items")
                    .get(0);
            assertThat(item.propertyNames())
                    .as(one[0])
                    .containsExactlyInAnyOrderElementsOf(
                            schemas.path(one[0]).path("properties").propertyNames());
        }
    }

    @Test
    void nobody_but_an_administrator_comes_near_accounts() {
        add("otto", Role.OPERATOR);
        String otto = session("otto");
        int checked = 0;
        for (Endpoint route : AccessTest.routes(web)) {
            if (!route.path.matches("/rota(/api/v1)?/(users|tokens).*")) {
                continue;
            }
            checked++;
            assertThat(AccessTest.access(route).scope()).as(route.path).isEqualTo(Scope.TOKENS_WRITE);
            String path = route.path.substring("/rota".length()).replaceAll("\\{[a-z]+}", "1");
            HttpRequest.Builder request = web.request(path)
                    .header("Cookie", otto)
                    .method(
                            route.method.toString(),
                            route.method.equals(HandlerType.GET)
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString("{}"));
            assertThat(web.send(request).statusCode())
                    .as(route.method + " " + path)
                    .isEqualTo(403);
        }
        assertThat(checked).isGreaterThan(20);
        assertThat(get(otto, "/account").body()).contains("jobs:write").doesNotContain("/users\"");
    }

    @Test
    void the_first_user_must_be_an_administrator(@TempDir Path empty) {
        web.close();
        web = RunningWeb.standalone(empty);
        assertThat(web.post("/api/v1/users", "{\"name\":\"vera\",\"role\":\"viewer\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(web.get("/users").body()).contains("There is no user yet");
        assertThat(web.post("/api/v1/users", "{\"name\":\"vera\",\"role\":\"admin\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(web.get("/users").statusCode()).as("all log in now").isEqualTo(303);
    }
}
