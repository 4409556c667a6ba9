package dev.rota.systems.library.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.job.JobState;
import dev.rota.mail.MailTransport;
import dev.rota.sqlite.SqliteDataSource;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.LibraryConfiguration;
import dev.rota.systems.library.LibraryFixture;
import dev.rota.testing.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class CirculationControllerTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static LibraryFixture library;
    private static ServletWebServerApplicationContext program;

    @BeforeAll
    static void start() {
        library = LibraryFixture.handMade(TestDatabase.SQLITE);
        // The hand-made library has no librarian.
        library.jdbc
                .sql("update library_user set role = 'librarian' where username = 'gus'")
                .update();
        program = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Program.class)
                .properties(
                        "server.port=0",
                        "library.path=/library",
                        "library.jwt.secret=only-for-this-test-0123456789-0123456789",
                        "rota.worker.enabled=false",
                        "spring.flyway.enabled=false",
                        "spring.main.banner-mode=off")
                .run();
    }

    @AfterAll
    static void stop() {
        program.close();
        library.close();
    }

    @Test
    void a_borrower_asks_and_a_librarian_lends_and_takes_back() throws Exception {
        HttpResponse<String> asked = call("ana", "POST", "/loans", "{\"copy_id\": 13}");
        assertThat(asked.statusCode()).isEqualTo(201);
        assertThat(asked.body()).contains("\"status\":\"pending\"", "\"user_id\":1", "\"copy_id\":13");
        String loan = "/loans/" + asked.body().replaceAll("^\\{\"id\":(\\d+).*", "$1");

        assertThat(call("ana", "POST", loan + "/approve", "").statusCode()).isEqualTo(403);
        assertThat(call("gus", "POST", loan + "/approve", "").body()).contains("\"status\":\"approved\"");
        assertThat(call("ana", "POST", loan + "/check-out", "").statusCode()).isEqualTo(403);
        assertThat(call("gus", "POST", loan + "/check-out", "").body())
                .contains("\"status\":\"active\"", "\"due_date\":\"2026-04-03\"");
        assertThat(call("ben", "POST", loan + "/renew", "").statusCode()).isEqualTo(403);
        HttpResponse<String> early = call("ana", "POST", loan + "/renew", "");
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(early.body()).contains("renew it later");
        assertThat(call("ana", "POST", loan + "/return", "").statusCode()).isEqualTo(403);
        assertThat(call("gus", "POST", loan + "/return", "").body()).contains("\"status\":\"returned\"");
    }

    @Test
    void availability_says_how_old_it_is() throws Exception {
        assertThat(call("ana", "GET", "/books/4/availability", "").statusCode()).isEqualTo(404);
        library.availabilityRefresh().refreshBook(4, LibraryFixture.NOON.minusSeconds(60));

        assertThat(call("ana", "GET", "/books/4/availability", "").body())
                .contains("\"available\":1", "\"age_seconds\":60");
    }

    @Test
    void only_an_administrator_closes_the_library() throws Exception {
        String closure = "{\"starts_on\": \"2026-05-01\", \"ends_on\": \"2026-05-01\", \"reason\": \"holiday\"}";
        assertThat(call("gus", "POST", "/closures", closure).statusCode()).isEqualTo(403);
        assertThat(call("hal", "POST", "/closures", closure).statusCode()).isEqualTo(201);
        assertThat(call("hal", "POST", "/closures", closure.replaceFirst("2026-05-01", "2026-06-01"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void who_has_returned_everything_is_forgotten_by_a_job() throws Exception {
        assertThat(call("ana", "DELETE", "/me", "").statusCode()).isEqualTo(409);
        HttpResponse<String> answer = call("eli", "DELETE", "/me", "");
        assertThat(answer.statusCode()).isEqualTo(202);

        Rota rota = program.getBean(Rota.class);
        rota.runDue();
        long job = Long.parseLong(answer.body().replaceAll("\\D", ""));
        assertThat(rota.jobs().find(job).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(library.database.count("library_user where username = 'eli'"))
                .isZero();
        assertThat(call("eli", "GET", "/books/4/availability", "").statusCode()).isEqualTo(401);
    }

    @Test
    void what_is_not_there_cannot_be_reached() throws Exception {
        assertThat(call("hal", "POST", "/loans/999/return", "").statusCode()).isEqualTo(404);
        assertThat(call("hal", "DELETE", "/loans/1", "").statusCode()).isEqualTo(403);
    }

    private static HttpResponse<String> call(String user, String method, String path, String body)
            throws IOException, InterruptedException {
        int port = Objects.requireNonNull(program.getWebServer()).getPort();
        String token = program.getBean(LibraryTokens.class).issue(user, Duration.ofMinutes(5));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/library" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(LibraryConfiguration.class)
    static class Program {
        @Bean
        DataSource dataSource() {
            return SqliteDataSource.wrap(library.database.dataSource(), SqliteSettings.DEFAULTS);
        }

        @Bean
        MailTransport transport() {
            return mail -> {
                throw new IllegalStateException("No mail is expected here, found " + mail);
            };
        }

        @Bean
        Clock clock() {
            return TestClock.at(LibraryFixture.NOON);
        }
    }
}
