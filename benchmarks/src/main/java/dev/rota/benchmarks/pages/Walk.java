package dev.rota.benchmarks.pages;

import dev.rota.web.RotaWeb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses to ask: every route that reads, with values from the store for what its path leaves open, then what the
 * pages link to, by which filters, periods and further parts of a list are reached.
 */
final class Walk {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");
    private static final Pattern LINK = Pattern.compile("href=\"([^\"#]*)[\"#]");
    private static final Pattern NEXT = Pattern.compile("\"next\"\\s*:\\s*\"([^\"]+)\"");
    /** Answers that go on for ever, or never change. */
    private static final Set<String> LEFT_OUT = Set.of("/api/v1/events", "/assets/{hash}/{name}");
    /** Of the addresses that differ in the query alone. */
    private static final int MOST_OF_A_ROUTE = 24;

    private static final List<String> QUERIES = List.of(
            "",
            "state:failed",
            "state:succeeded",
            "state:queued",
            "state:retrying",
            "type:mail.send",
            "type:reports.yearly",
            "type:work.*",
            "type:mail.send state:failed",
            "type:reports.yearly state:cancelled",
            "queue:reports",
            "queue:queue-3",
            "tag:tenant:7",
            "schedule:schedule-3",
            "args.customer.id:4711",
            "args.customer.id:99999999",
            "args.customer.id:1",
            "args.customer.name:1 since:30d",
            "unique:nothing-like-it",
            "trace:4bf92f3577b34da6a3ce929d0e0e4736",
            "result.count:7",
            "error:nothing-like-it",
            "error:e since:30d",
            "state:failed error:nothing-like-it",
            "since:1h",
            "since:30d",
            "ran:>5m since:30d",
            "attempt:>1",
            "worker:203",
            "nothing-like-it",
            "-state:succeeded",
            "priority:2",
            "wait:>1h");

    private final Pattern[] patterns;
    private final List<String> routes = new ArrayList<>();
    private final Map<String, List<String>> values;
    private final Map<String, Set<String>> addresses = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();

    /** @param values what may stand for the parameter after a segment of this name */
    Walk(RotaWeb web, String basePath, Map<String, List<String>> values) {
        this.values = values;
        String reads = "GET " + basePath;
        web.routes().stream()
                .filter(route -> route.startsWith(reads + "/"))
                .map(route -> route.substring(reads.length()))
                .filter(path -> !LEFT_OUT.contains(path))
                .forEach(routes::add);
        this.patterns = routes.stream()
                .map(route -> Pattern.compile(PARAMETER.matcher(route).replaceAll("[^/]+")))
                .toArray(Pattern[]::new);
        for (String route : routes) {
            addresses.put(route, new TreeSet<>(fill(route)));
        }
        for (String query : QUERIES) {
            String encoded = java.net.URLEncoder.encode(query, java.nio.charset.StandardCharsets.UTF_8);
            add("/jobs?q=" + encoded);
            add("/api/v1/jobs?q=" + encoded);
            add("/operations/new?q=" + encoded);
        }
    }

    private List<String> fill(String route) {
        Matcher open = PARAMETER.matcher(route);
        if (!open.find()) {
            return List.of(route);
        }
        String before = route.substring(0, open.start() - 1);
        List<String> known = values.get(before.substring(before.lastIndexOf('/') + 1));
        if (known == null) {
            unknown.add(route);
            return List.of();
        }
        return known.stream()
                .flatMap(value -> fill(route.substring(0, open.start()) + value + route.substring(open.end())).stream())
                .toList();
    }

    /** Takes an address if it belongs to a route, and there are not too many of that yet. */
    private void add(String address) {
        String route = route(address);
        if (route != null) {
            Set<String> all = addresses.computeIfAbsent(route, any -> new TreeSet<>());
            if (all.size() < MOST_OF_A_ROUTE + QUERIES.size() * (route.contains("jobs") ? 1 : 0)) {
                all.add(address);
            }
        }
    }

    /** The route of an address; null if it has none that is asked. What is written out goes before what is open. */
    private @Nullable String route(String address) {
        String path = address.contains("?") ? address.substring(0, address.indexOf('?')) : address;
        if (routes.contains(path)) {
            return path;
        }
        for (int i = 0; i < patterns.length; i++) {
            if (patterns[i].matcher(path).matches()) {
                return routes.get(i);
            }
        }
        return null;
    }

    /** Follows the links of an answer, and goes on where its list goes on. */
    void follow(String address, String answer) {
        Matcher link = LINK.matcher(answer);
        while (link.find()) {
            String target = link.group(1).replace("&amp;", "&");
            if (!target.contains(":/") && !target.startsWith("data:")) {
                add(java.net
                        .URI
                        .create("http://h" + address)
                        .resolve(target)
                        .toString()
                        .substring("http://h".length()));
            }
        }
        Matcher next = NEXT.matcher(answer);
        if (next.find() && address.startsWith("/api/")) {
            String more = address.replaceAll("[?&]cursor=[^&]*", "");
            add(more + (more.contains("?") ? "&" : "?") + "cursor="
                    + java.net.URLEncoder.encode(next.group(1), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** By route. */
    Map<String, Set<String>> addresses() {
        return addresses;
    }

    /** Routes for whose parameters no value is known. */
    List<String> unknown() {
        return unknown;
    }
}
