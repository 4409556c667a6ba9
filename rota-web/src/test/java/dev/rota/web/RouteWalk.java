package dev.rota.web;

import dev.rota.testing.fuzz.Texts;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The routes as the router knows them, so that no test forgets one that is added. */
final class RouteWalk {
    private static final Path SOURCES = Path.of("src/main/java/dev/rota/web");
    private static final Pattern PARAMETER = Pattern.compile("\\{[a-z]+}");
    private static final Pattern QUERY =
            Pattern.compile("(?:query\\(ctx, |number\\(ctx, |queryParams?\\()\"([a-zA-Z]+)\"");
    private static final Pattern FIELD = Pattern.compile("(?:get|all)\\(\"([a-zA-Z]+)\"");
    /** Its answers have no end. */
    private static final String STREAM = "/events";

    private RouteWalk() {}

    /** The routes of REST that end. */
    static List<Endpoint> api(RunningWeb web) {
        return AccessTest.routes(web).stream()
                .filter(route -> isApi(route) && !route.path.endsWith(STREAM))
                .toList();
    }

    /** The routes for browsers. */
    static List<Endpoint> pages(RunningWeb web) {
        return pages(AccessTest.routes(web));
    }

    static List<Endpoint> pages(List<Endpoint> routes) {
        return routes.stream().filter(route -> !isApi(route)).toList();
    }

    static boolean isApi(Endpoint route) {
        return route.path.startsWith("/rota/api/");
    }

    static boolean isSafe(Endpoint route) {
        return route.method.equals(HandlerType.GET);
    }

    static String name(Endpoint route) {
        return route.method + " " + route.path;
    }

    /** The path below the base, with values for its parameters, which are encoded already. */
    static String path(Endpoint route, UnaryOperator<String> values) {
        return PARAMETER
                .matcher(route.path.substring("/rota".length()))
                .replaceAll(found -> Matcher.quoteReplacement(
                        values.apply(found.group().substring(1, found.group().length() - 1))));
    }

    /** The path to something that is there, mostly. */
    static String path(Endpoint route, Random random) {
        return path(route, parameter -> {
            if (random.nextInt(6) == 0) {
                String text = Texts.any(random);
                String part = text.substring(0, Math.min(200, text.length()));
                // What the server refuses before it has read a body ends the connection.
                return Urls.encoded(isSafe(route) ? part : "x" + part.replaceAll("[/\\\\%;.\\p{Cntrl}]", "x"));
            }
            return parameter.equals("id") ? String.valueOf(1 + random.nextInt(4)) : random.nextBoolean() ? "s" : "mail";
        });
    }

    /** The names of all parameters of queries that the sources read. */
    static List<String> queryNames() {
        return names(QUERY);
    }

    /** The names of all fields of forms that the sources read. */
    static List<String> fieldNames() {
        return names(FIELD);
    }

    private static List<String> names(Pattern pattern) {
        SortedSet<String> names = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                pattern.matcher(Files.readString(source)).results().forEach(found -> names.add(found.group(1)));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return List.copyOf(names);
    }
}
