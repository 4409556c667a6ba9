package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.jackson.JacksonCodec;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.JobArchive;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import dev.rota.testing.RotaTest;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that takes too long is told as that, and what to do. */
final class SlowSearchTest {
    @TempDir
    private Path directory;

    /** The same, but for what is given for a method of that name. */
    private static <T> T instead(
            Class<T> seam, T target, BiFunction<String, @Nullable Object, @Nullable Object> given) {
        return seam.cast(Proxy.newProxyInstance(seam.getClassLoader(), new Class<?>[] {seam}, (self, method, args) -> {
            Object answer = method.getName().equals("search") ? null : invoked(target, method, args);
            return given.apply(method.getName(), answer);
        }));
    }

    private static @Nullable Object invoked(Object target, Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static Store slow(Store store) {
        return instead(
                Store.class,
                store,
                (verb, answer) -> !(answer instanceof JobArchive archive)
                        ? answer
                        : instead(JobArchive.class, archive, (name, found) -> {
                            if (name.equals("search")) {
                                throw StoreException.tooSlow("took too long", new SQLException("interrupted"));
                            }
                            return found;
                        }));
    }

    @Test
    void the_page_says_that_it_took_too_long_and_how_to_narrow_it() throws IOException, InterruptedException {
        RotaTest test = RotaTest.at(
                "2026-11-20T12:00:00Z",
                clock -> slow(SqliteStore.open(directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(clock))),
                new JacksonCodec(),
                builder -> {});
        try (test;
                RotaWeb web = new RotaWeb(test.rota(), WebSettings.DEFAULTS.clock(test.clock()))) {
            String origin = "http://127.0.0.1:" + web.start(0) + "/rota";
            for (String path : new String[] {"/jobs", "/jobs?q=type:mail", "/operations/new?q=type:mail"}) {
                HttpResponse<String> answer = get(origin + path);
                assertThat(answer.statusCode()).as(path).isEqualTo(503);
                assertThat(answer.body()).as(path).contains("It took too long, and was given up: narrow the search");
            }
            HttpResponse<String> rest = get(origin + "/api/v1/jobs?q=type:mail");
            assertThat(rest.statusCode()).isEqualTo(503);
            assertThat(Json.tree(rest.body()).path("code").asString()).isEqualTo("too-slow");
            assertThat(get(origin + "/jobs").body()).contains("How to ask");
        }
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }
}
