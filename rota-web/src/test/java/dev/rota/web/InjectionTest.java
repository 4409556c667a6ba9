package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.Role;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobType;
import dev.rota.schedule.Schedule;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.testing.RotaTest;
import dev.rota.testing.fuzz.Fuzz;
import io.javalin.router.Endpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What jobs, schedules, workers and people have written is text on every page: it makes no element, no attribute and no link
 * of its own, as a browser reads it.
 */
final class InjectionTest {
    /** Stands in each text; nothing of ours is called that. */
    private static final String MARK = "xq7";

    private static final List<String> PARTS = List.of(
            "<xq7>",
            "</xq7>",
            "<script>xq7()</script>",
            "</script><xq7>",
            "</title></style></textarea><xq7>",
            "\"><xq7 xq7=",
            "' xq7='",
            "\" onxq7=\"",
            " onxq7=xq7 ",
            "<!--xq7",
            "-->",
            "]]>",
            "javascript:xq7()",
            "data:,xq7",
            "//xq7.example.org/",
            "&lt;xq7&gt;",
            "&#60;xq7&#62;",
            "&quot;xq7",
            "%3Cxq7%3E",
            "\\u003cxq7\\u003e",
            "<svg/onload=xq7>",
            "<xq7",
            ">",
            "<",
            "'",
            "\"",
            "&",
            "`",
            "\u202Exq7",
            "\u2066xq7",
            "😀xq7",
            "\u0007xq7",
            "\u001B[31mxq7",
            "{{xq7}}",
            "${xq7}");
    private static final Pattern LINK = Pattern.compile("(?i)(href|src|action|formaction|data|poster|xlink:href)");
    private static final Pattern OURS =
            Pattern.compile("(\\.{1,2}(/.*)?|[?#].*|/rota(/.*)?|data:,|[a-z-]+([/?#].*)?)?");

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    record Evil(Map<String, String> words) {}

    private static String evil(Random random, int most) {
        StringBuilder text = new StringBuilder(MARK);
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return text.substring(0, Math.min(most, text.length()));
    }

    @Test
    void what_others_wrote_makes_nothing_but_text() {
        Fuzz.each(8, (random, input) -> {
            String evil = input.is(evil(random, 90));
            Path file = Files.createTempDirectory(directory, "evil");
            try (RotaTest test = test(file, evil, random);
                    RotaWeb web = new RotaWeb(
                            test.rota(),
                            WebSettings.DEFAULTS
                                    .clock(test.clock())
                                    .environment(evil)
                                    .authenticator(request ->
                                            java.util.Optional.of(new Principal(evil, Role.ADMIN.scopes()))))) {
                int port = web.start(0);
                List<Long> ids = fill(test, evil);
                for (String path : paths(web, ids, evil, random)) {
                    check(path, get(port, path));
                }
            }
        });
    }

    private static RotaTest test(Path directory, String evil, Random random) {
        return RotaTest.at(
                "2026-11-20T12:00:00Z",
                clock -> SqliteStore.open(directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(clock)),
                new JacksonCodec(),
                builder -> builder.handler(type("evil.ok"), (args, job) -> {
                            job.log().info(evil);
                            job.log().error(evil(random, 500));
                            job.progress().label(evil);
                            job.progress().total(3);
                            job.progress().ok();
                            job.result(Map.of(evil, evil));
                        })
                        .handler(type("evil.fails"), (args, job) -> {
                            IllegalStateException cause = new IllegalStateException(evil(random, 500));
                            cause.setStackTrace(new StackTraceElement[] {new StackTraceElement(evil, evil, evil, 1)});
                            throw new IllegalStateException(evil, cause);
                        }));
    }

    private static JobType<Evil> type(String name) {
        return JobType.of(name, Evil.class).queue("mail").retries(1);
    }

    /** Writes a text wherever the world can; gives the ids of the jobs. */
    private static List<Long> fill(RotaTest test, String evil) {
        Evil args = new Evil(Map.of(evil, evil));
        List<Long> ids = new ArrayList<>();
        for (String type : List.of("evil.ok", "evil.fails")) {
            ids.add(test.rota()
                    .job(type(type), args)
                    .tag(evil)
                    .unique(evil + type)
                    .exclusion(evil + type)
                    .enqueue());
        }
        test.advance(Duration.ofHours(1));
        ids.add(test.rota().job(type("evil.ok"), args).tag(evil).enqueue());
        ids.add(test.rota()
                .job(type("evil.ok"), args)
                .tag(evil)
                .in(Duration.ofHours(1))
                .enqueue());
        test.rota().jobs().cancel(ids.get(3), evil, evil);
        test.rota().queues().pause("mail", evil, evil, null);
        test.rota()
                .schedules()
                .put(Schedule.cron("s", "0 0 * * *", ZoneId.of("UTC"))
                        .runs(type("evil.ok"), args)
                        .tags(evil)
                        .description(evil));
        test.rota().schedules().pause("s", evil, evil, null);
        test.rota().store().workers().register(new Registration(evil, evil, 1, evil, Map.of(evil, 2), Set.of(evil)));
        return ids;
    }

    /** Every page, each with half of what can stand in its address. */
    private static List<String> paths(RotaWeb web, List<Long> ids, String evil, Random random) {
        List<String> paths = new ArrayList<>();
        String text = Urls.encoded(evil);
        List<String> names = RouteWalk.queryNames();
        for (Endpoint route : RouteWalk.pages(AccessTest.routes(web.app()))) {
            if (!RouteWalk.isSafe(route)) {
                continue;
            }
            String bare = RouteWalk.path(route, parameter -> parameter.equals("id") ? "{id}" : "s");
            for (Long id : bare.contains("{id}") ? ids : ids.subList(0, 1)) {
                paths.add(bare.replace("{id}", id.toString()));
            }
            String first = bare.replace("{id}", ids.get(0).toString());
            names.stream()
                    .filter(name -> random.nextBoolean())
                    .forEach(name -> paths.add(first + "?" + name + "=" + text));
            paths.add(first + "?" + text + "=" + text);
        }
        paths.add(
                "/jobs?q=" + Urls.encoded("tag:\"" + evil.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
        paths.add("/no/such/" + text);
        paths.add("/queues/mail");
        return paths;
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/rota" + path))
                        .header("Referer", "http://127.0.0.1:" + port + "/rota/jobs")
                        .build(),
                BodyHandlers.ofString());
    }

    private static void check(String path, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(path).isLessThan(500);
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("text/html")) {
            return;
        }
        Document page = Jsoup.parse(answer.body());
        page.traverse((node, depth) -> {
            if (node instanceof Element element) {
                check(path, element);
            } else {
                assertThat(isText(node) || !node.outerHtml().contains(MARK))
                        .as(() -> path + " has " + node.outerHtml() + " in what is not text")
                        .isTrue();
            }
        });
        assertThat(page.select("script").stream()
                        .filter(script -> !script.data().isBlank())
                        .collect(Collectors.toList()))
                .as(path)
                .isEmpty();
    }

    private static boolean isText(Node node) {
        return node instanceof org.jsoup.nodes.TextNode;
    }

    private static void check(String path, Element element) {
        assertThat(element.tagName()).as(path).doesNotContain(MARK);
        for (Attribute attribute : element.attributes()) {
            String name = attribute.getKey();
            assertThat(name)
                    .as(() -> path + " " + element.outerHtml())
                    .doesNotContain(MARK)
                    .doesNotStartWith("on")
                    .isNotIn("style", "srcdoc");
            if (LINK.matcher(name).matches()) {
                assertThat(attribute.getValue())
                        .as(() -> path + " " + element.outerHtml())
                        .matches(OURS);
            }
        }
    }
}
