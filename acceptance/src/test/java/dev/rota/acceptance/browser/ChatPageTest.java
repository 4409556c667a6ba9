package dev.rota.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.rota.acceptance.ChatWorker;
import dev.rota.acceptance.browser.Chromium.Look;
import dev.rota.systems.chat.data.ChatGenerator;
import dev.rota.systems.common.BearerTokens;
import dev.rota.systems.common.SystemSchema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An administrator of the chat clears up on the chat's own page, which has no script at all. */
class ChatPageTest extends BrowserTest {
    private static final int CONVERSATIONS = 200;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void housekeeping_is_run_from_its_page(boolean javaScript) {
        DriverManagerDataSource database =
                new DriverManagerDataSource("jdbc:sqlite:" + directory.resolve("chat.db") + "?busy_timeout=10000");
        fill(database);
        JdbcTemplate jdbc = new JdbcTemplate(database);
        try (ConfigurableApplicationContext chat = start()) {
            String token = chat.getBean(BearerTokens.class).issue("root", Duration.ofMinutes(30));
            String origin = "http://localhost:" + chat.getEnvironment().getProperty("local.server.port");
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(origin + "/scheduler-admin/sign-in?token=" + token);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                    .click();
            page.locator("button[value=conversations]").click();
            Locator said = page.getByText(Pattern.compile("completed: \\d+ conversations\\."));
            assertThat(said).isVisible();
            assertThat(count(jdbc)).isPositive().isLessThan(CONVERSATIONS);
            assertThat(said).containsText((CONVERSATIONS - count(jdbc)) + " conversations.");
        }
    }

    private static long count(JdbcTemplate jdbc) {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from chat_conversation", Long.class));
    }

    private static void fill(DriverManagerDataSource database) {
        SystemSchema.COMMON.migrate(database);
        SystemSchema.of("chat").migrate(database);
        JdbcTemplate jdbc = new JdbcTemplate(database);
        new ChatGenerator(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)))
                .generate(CONVERSATIONS, Clock.systemUTC().instant());
        jdbc.update("insert into chat_user (username, is_superuser, date_joined) values ('root', 1, 0)");
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(ChatWorker.class)
                .properties(
                        "server.port=0",
                        "chat.jwt.secret=only-for-this-test-0123456789-0123456789",
                        "spring.datasource.url=jdbc:sqlite:" + directory.resolve("chat.db"),
                        "spring.flyway.enabled=false",
                        "spring.main.banner-mode=off")
                .run();
    }
}
