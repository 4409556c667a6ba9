package dev.rota.systems.library.circulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rota.mail.MailTransport;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.LibraryConfiguration;
import dev.rota.systems.library.LibraryFixture;
import dev.rota.systems.library.duty.LibrarySettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class LoanControllerTest {
    private static final String SECRET = "only-for-this-test-0123456789-0123456789";
    private static final Instant NOW = Instant.parse("2026-03-20T04:00:00Z");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static LibraryFixture library;
    private static ServletWebServerApplicationContext program;
    private static Instant now = NOW;

    @BeforeAll
    static void start() {
        library = LibraryFixture.handMade(TestDatabase.SQLITE);
        program = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Program.class)
                .properties(
                        "server.port=0",
                        "library.path=/library",
                        "library.notices.overdue-stages=2,9",
                        "library.jwt.secret=" + SECRET,
                        "spring.flyway.enabled=false",
                        "spring.main.banner-mode=off")
                .run();
    }

    @AfterAll
    static void stop() {
        program.close();
        library.close();
    }

    @BeforeEach
    void begin() {
        now = NOW;
    }

    @AfterEach
    void unmark() {
        library.jdbc.sql("delete from library_infraction").update();
        library.jdbc
                .sql("update library_loan set status = 'active', overdue_since = null where id in (1, 9)")
                .update();
    }

    @Test
    void an_administrator_marks_and_gets_the_loans() throws Exception {
        HttpResponse<String> answer = markOverdue(tokens().issue("hal", Duration.ofMinutes(5)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("[{\"id\":9,\"user_id\":4,\"copy_id\":9,\"status\":\"overdue\","
                        + "\"due_date\":\"2026-03-10\",\"overdue_since\":\"2026-03-11\"},"
                        + "{\"id\":1,\"user_id\":1,\"copy_id\":1,\"status\":\"overdue\","
                        + "\"due_date\":\"2026-03-19\",\"overdue_since\":\"2026-03-20\"}]");
        assertThat(library.database.count("library_infraction")).isEqualTo(1);
        assertThat(markOverdue(tokens().issue("hal", Duration.ofMinutes(5))).body())
                .isEqualTo("[]");
    }

    @Test
    void others_may_not() throws Exception {
        assertThat(markOverdue(tokens().issue("ana", Duration.ofMinutes(5))).statusCode())
                .isEqualTo(403);
        assertThat(library.database.count("library_infraction")).isZero();
    }

    @Test
    void without_a_token_of_the_library_nobody_comes_in() throws Exception {
        assertThat(markOverdue(null).statusCode()).isEqualTo(401);
        assertThat(markOverdue("nonsense").statusCode()).isEqualTo(401);
        String forged = new LibraryTokens("x".repeat(40), library.jdbc, () -> now).issue("hal", Duration.ofMinutes(5));
        assertThat(markOverdue(forged).statusCode()).isEqualTo(401);
        assertThat(markOverdue(tokens().issue("nobody", Duration.ofMinutes(5))).statusCode())
                .isEqualTo(401);
        assertThat(markOverdue(tokens().issue("dee", Duration.ofMinutes(5))).statusCode())
                .as("a deleted user")
                .isEqualTo(401);
    }

    @Test
    void a_token_ends_at_its_time() throws Exception {
        String token = tokens().issue("hal", Duration.ofMinutes(5));
        now = NOW.plus(Duration.ofMinutes(5)).plusMillis(1);

        assertThat(markOverdue(token).statusCode()).isEqualTo(401);
    }

    @Test
    void a_revoked_token_is_refused() throws Exception {
        String token = tokens().issue("hal", Duration.ofMinutes(5));
        tokens().revoke(token);

        assertThat(markOverdue(token).statusCode()).isEqualTo(401);
        assertThat(markOverdue(tokens().issue("hal", Duration.ofMinutes(5))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_is_not_set_is_as_in_the_defaults() {
        LibrarySettings settings = program.getBean(LibrarySettings.class);

        assertThat(settings.notices().overdueStages()).containsExactly(2, 9);
        assertThat(settings.notices().longOverdueDays()).isEqualTo(90);
        assertThat(settings.site()).isEqualTo(LibrarySettings.DEFAULTS.site());
        assertThat(settings.archive()).isEqualTo(LibrarySettings.DEFAULTS.archive());
    }

    @Test
    void a_short_secret_is_refused_with_the_remedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LibraryTokens("short", library.jdbc, () -> now))
                .withMessageContaining("library.jwt.secret must have at least 32 bytes, found 5");
    }

    private static LibraryTokens tokens() {
        return program.getBean(LibraryTokens.class);
    }

    private static HttpResponse<String> markOverdue(@Nullable String token) throws IOException, InterruptedException {
        int port = Objects.requireNonNull(program.getWebServer()).getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/library/loans/mark-overdue"))
                .POST(HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(LibraryConfiguration.class)
    static class Program {
        @Bean
        DataSource dataSource() {
            return library.database.dataSource();
        }

        @Bean
        MailTransport transport() {
            return mail -> {
                throw new IllegalStateException("No mail is expected here, found " + mail);
            };
        }

        @Bean
        InstantSource clock() {
            return () -> now;
        }
    }
}
