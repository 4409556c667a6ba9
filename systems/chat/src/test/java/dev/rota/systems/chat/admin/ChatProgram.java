package dev.rota.systems.chat.admin;

import dev.rota.systems.chat.ChatConfiguration;
import dev.rota.systems.chat.ChatFixture;
import dev.rota.systems.common.BearerTokens;
import dev.rota.systems.common.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The chat as a program on the hand-made data, below {@code /chat}, with a worker and real HTTP. */
final class ChatProgram implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final ChatFixture chat;
    final ServletWebServerApplicationContext context;

    ChatProgram(TestDatabase kind, String... more) throws SQLException {
        chat = ChatFixture.handMade(kind);
        List<String> properties = new ArrayList<>(List.of(
                "server.port=0",
                "chat.path=/chat",
                "chat.jwt.secret=only-for-this-test-0123456789-0123456789",
                "spring.datasource.url=" + url(),
                "spring.flyway.enabled=false",
                "spring.main.banner-mode=off"));
        if (kind == TestDatabase.POSTGRES) {
            properties.add("spring.datasource.username=postgres");
        }
        properties.addAll(List.of(more));
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Program.class)
                .properties(properties.toArray(String[]::new))
                .run();
    }

    private String url() throws SQLException {
        try (Connection connection = chat.database.dataSource().getConnection()) {
            return connection.getMetaData().getURL();
        }
    }

    String token(String username) {
        return context.getBean(BearerTokens.class).issue(username, Duration.ofMinutes(5));
    }

    HttpResponse<String> get(String path, @Nullable String token) throws IOException, InterruptedException {
        return send(request(path, token).GET());
    }

    HttpResponse<String> post(String path, String body, @Nullable String token)
            throws IOException, InterruptedException {
        return send(
                request(path, token).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path, @Nullable String token) {
        int port = Objects.requireNonNull(context.getWebServer()).getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    @Override
    public void close() {
        context.close();
        chat.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ChatConfiguration.class)
    static class Program {
        @Bean
        Clock clock() {
            return Clock.fixed(ChatFixture.NOW, ZoneOffset.UTC);
        }
    }
}
