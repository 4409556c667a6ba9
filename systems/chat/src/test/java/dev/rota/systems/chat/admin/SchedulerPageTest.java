package dev.rota.systems.chat.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.common.testing.TestDatabase;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SchedulerPageTest {
    private static final String PAGE = "/chat/scheduler-admin";

    private static ChatProgram program;

    @BeforeAll
    static void start() throws Exception {
        program = new ChatProgram(TestDatabase.SQLITE);
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    @Test
    void who_is_not_signed_in_is_asked_to() throws Exception {
        HttpResponse<String> answer = program.get(PAGE, null);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith(PAGE + "/sign-in");
    }

    @Test
    void a_superuser_signs_in_and_sees_statistics_schedules_and_buttons() throws Exception {
        Browser browser = signedIn("root");
        HttpResponse<String> page = browser.get(PAGE);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("http-equiv=\"refresh\" content=\"30\"")
                .contains("Active users")
                .contains("weekly_cleanup")
                .contains("cron[hour='2', minute='0']")
                .contains("test_housekeeping")
                .contains("value=\"conversations\"")
                .contains("href=\"/rota\"");
        assertThat(page.body()).doesNotContain("<script", "style=", "onclick");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
        assertThat(page.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(browser.get(PAGE + "/style.css").statusCode()).isEqualTo(200);
    }

    @Test
    void a_click_runs_a_task_and_says_what_came_of_it() throws Exception {
        Browser browser = signedIn("root");
        HttpResponse<String> click = browser.post(PAGE + "/run", "task=users");
        assertThat(click.statusCode()).isEqualTo(303);

        String place = click.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> page = browser.get(place.substring(place.indexOf("/chat/")));
        assertThat(page.body()).contains("Inactive users cleanup completed: ").contains(" users.");
    }

    @Test
    void a_form_without_the_csrf_token_does_nothing() throws Exception {
        Browser browser = signedIn("root");
        HttpResponse<String> forged = ChatProgram.send(browser.request(PAGE + "/run")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("task=all")));

        assertThat(forged.statusCode()).isEqualTo(403);
    }

    @Test
    void the_style_sheet_leaves_the_csrf_token_of_the_page_alone() throws Exception {
        Browser browser = signedIn("root");
        browser.get(PAGE);

        assertThat(browser.get(PAGE + "/style.css").headers().allValues("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void others_may_not_see_the_page() throws Exception {
        assertThat(signedIn("verified").get(PAGE).statusCode()).isEqualTo(403);
    }

    @Test
    void a_wrong_token_is_refused_and_a_link_fills_the_form_without_signing_in() throws Exception {
        Browser browser = new Browser();
        browser.get(PAGE + "/sign-in");
        assertThat(browser.post(PAGE + "/sign-in", "token=nonsense").statusCode())
                .isEqualTo(400);

        String token = program.token("root");
        assertThat(browser.get(PAGE + "/sign-in?token=" + token).body()).contains("value=\"" + token + "\"");
        assertThat(browser.get(PAGE).statusCode()).isEqualTo(302);
    }

    @Test
    void whoever_signs_out_is_asked_again() throws Exception {
        Browser browser = signedIn("root");
        browser.get(PAGE);
        browser.post(PAGE + "/sign-out", "");

        assertThat(browser.get(PAGE).statusCode()).isEqualTo(302);
    }

    private static Browser signedIn(String username) throws Exception {
        Browser browser = new Browser();
        browser.get(PAGE + "/sign-in");
        HttpResponse<String> answer = browser.post(PAGE + "/sign-in", "token=" + program.token(username));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
        browser.get(PAGE);
        return browser;
    }

    /** Keeps cookies and the last form's CSRF token. */
    private static final class Browser {
        private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

        private final List<String> cookies = new ArrayList<>();
        private String csrf = "";

        HttpResponse<String> get(String path) throws Exception {
            return kept(ChatProgram.send(request(path).GET()));
        }

        HttpResponse<String> post(String path, String form) throws Exception {
            String body = "_csrf=" + URLEncoder.encode(csrf, StandardCharsets.UTF_8) + "&" + form;
            return kept(ChatProgram.send(request(path)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(body))));
        }

        HttpRequest.Builder request(String path) {
            HttpRequest.Builder request = program.request(path, null);
            return cookies.isEmpty() ? request : request.header("Cookie", String.join("; ", cookies));
        }

        private HttpResponse<String> kept(HttpResponse<String> answer) {
            for (String set : answer.headers().allValues("Set-Cookie")) {
                String cookie = set.substring(0, set.indexOf(';'));
                String name = cookie.substring(0, cookie.indexOf('=') + 1);
                cookies.removeIf(each -> each.startsWith(name));
                if (cookie.length() > name.length()) {
                    cookies.add(cookie);
                }
            }
            Optional<String> found = Optional.of(CSRF.matcher(answer.body()))
                    .filter(Matcher::find)
                    .map(matcher -> matcher.group(1));
            csrf = found.orElse(csrf);
            return answer;
        }
    }
}
