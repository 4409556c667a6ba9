package dev.rota.acceptance.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds an address for every page that the router knows, by following links from the first page, as a person would. A page
 * that nothing leads to is an error, so that a new page can be neither forgotten nor unreachable.
 */
final class PageWalk {
    private static final Pattern LINK = Pattern.compile("href=\"([^\"#]*)[\"#]");
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");
    private static final int MOST = 400;
    private static final int PER_ROUTE = 12;

    private final Showcase showcase;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Pattern> routes = new TreeMap<>();
    private final Map<String, String> found = new TreeMap<>();
    private final Map<String, Integer> asked = new TreeMap<>();

    private PageWalk(Showcase showcase) {
        this.showcase = showcase;
        String reads = "GET " + Showcase.BASE;
        for (String route : showcase.routes()) {
            String path = route.startsWith(reads + "/") ? route.substring(reads.length()) : "/api/";
            if (!path.startsWith("/api/") && !path.startsWith("/assets/")) {
                routes.put(path, Pattern.compile(PARAMETER.matcher(path).replaceAll("[^/]+")));
            }
        }
    }

    /**
     * An address for each page, by its route, below the base path.
     *
     * @throws IllegalStateException if there is a page that no link leads to
     */
    static Map<String, String> pages(Showcase showcase) throws IOException, InterruptedException {
        PageWalk walk = new PageWalk(showcase);
        walk.follow();
        // Nothing leads there while one is logged in, and nothing should lead to what is not there.
        walk.found.put("/login", "/login");
        walk.found.put("/not-found", "/not-there");
        Set<String> missing = new HashSet<>(walk.routes.keySet());
        missing.removeAll(walk.found.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalStateException("No link from the first page on leads to " + missing
                    + ": link it from a page, or give the showcase what makes the link appear");
        }
        walk.found.putAll(showcase.more());
        return walk.found;
    }

    private void follow() throws IOException, InterruptedException {
        Deque<String> open = new ArrayDeque<>(Set.of("/"));
        Set<String> seen = new HashSet<>(open);
        for (int pages = 0; pages < MOST && !open.isEmpty(); pages++) {
            String address = open.remove();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(showcase.at(address))).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                continue;
            }
            found.putIfAbsent(route(address), address);
            Matcher link = LINK.matcher(answer.body());
            while (link.find()) {
                String target = resolved(address, link.group(1).replace("&amp;", "&"));
                if (!target.isEmpty() && seen.add(target) && asked.merge(route(target), 1, Integer::sum) <= PER_ROUTE) {
                    open.add(target);
                }
            }
        }
    }

    /** The address below the base path; empty if it is no page of ours. */
    private String resolved(String from, String target) {
        if (target.startsWith("data:") || target.contains("://")) {
            return "";
        }
        String whole = URI.create(showcase.at(from)).resolve(target).toString();
        String base = showcase.at("");
        String path = whole.startsWith(base + "/") ? whole.substring(base.length()) : "";
        return route(path).isEmpty() ? "" : path;
    }

    private String route(String address) {
        String path = address.replaceFirst("\\?.*", "");
        if (routes.containsKey(path)) {
            return path;
        }
        return routes.entrySet().stream()
                .filter(route -> route.getValue().matcher(path).matches())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }
}
