package dev.rota.benchmarks.pages;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/** Asks each address in turn, one request at a time, and keeps how long it took until the answer began. */
final class Measurement {
    private static final String STATEMENTS = "dev.rota.jdbc.statements";

    private final HttpClient client = HttpClient.newHttpClient();
    private final String origin;
    private final Map<String, Result> results = new TreeMap<>();
    private final Map<Run, List<Double>> statements = new ConcurrentHashMap<>();
    private volatile String asked = "";

    /** What one address took, in milliseconds; status of the first answer. */
    record Result(String route, String address, int status, List<Double> millis) {
        double quantile(double share) {
            return Measurement.quantile(share, millis);
        }
    }

    /** A statement that ran when an address was asked for. */
    private record Run(String statement, String address) {}

    /**
     * How long a statement took at the address for which it takes longest, by its median: a single run may have waited for
     * something else on the machine.
     */
    record Slowest(String statement, String address, double median, double p95, double most) {}

    /** @param origin with the base path */
    Measurement(String origin) {
        this.origin = origin;
        Logger logger = (Logger) LoggerFactory.getLogger(STATEMENTS);
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                Object[] taken = event.getArgumentArray();
                note((double) (long) taken[0] / 1_000, String.valueOf(taken[1]));
            }
        };
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
        logger.setLevel(Level.TRACE);
    }

    private void note(double millis, String statement) {
        if (!asked.isEmpty()) {
            statements
                    .computeIfAbsent(new Run(statement, asked), any -> Collections.synchronizedList(new ArrayList<>()))
                    .add(millis);
        }
    }

    /** Asks all addresses once, and follows what they link to as far as that brings new ones. */
    void explore(Walk walk) throws IOException, InterruptedException {
        for (int depth = 0; depth < 3; depth++) {
            for (Map.Entry<String, Set<String>> route :
                    List.copyOf(walk.addresses().entrySet())) {
                for (String address : List.copyOf(route.getValue())) {
                    if (!results.containsKey(address)) {
                        int status = ask(address, walk, new ArrayList<>());
                        results.put(address, new Result(route.getKey(), address, status, new ArrayList<>()));
                    }
                }
            }
        }
    }

    /** Asks every address so many times, all by turns, after one turn that does not count. */
    void measure(int times) throws IOException, InterruptedException {
        for (int turn = 0; turn <= times; turn++) {
            for (Result result : results.values()) {
                asked = turn == 0 ? "" : result.address();
                ask(result.address(), null, turn == 0 ? new ArrayList<>() : result.millis());
            }
        }
        asked = "";
    }

    private int ask(String address, @org.jspecify.annotations.Nullable Walk walk, List<Double> millis)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(origin + address)).build();
        long began = System.nanoTime();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            int first = body.read();
            millis.add((System.nanoTime() - began) / 1e6);
            String text = (first < 0 ? "" : Character.toString(first))
                    + new String(body.readAllBytes(), StandardCharsets.UTF_8);
            if (walk != null) {
                walk.follow(address, text);
            }
        }
        return answer.statusCode();
    }

    Collection<Result> results() {
        return results.values();
    }

    /** The slowest first. */
    List<Slowest> slowest(int most) {
        Map<String, Slowest> byStatement = new HashMap<>();
        statements.forEach((run, millis) -> byStatement.merge(
                run.statement(),
                new Slowest(
                        run.statement(),
                        run.address(),
                        quantile(0.5, millis),
                        quantile(0.95, millis),
                        quantile(1, millis)),
                (one, other) -> one.median() >= other.median() ? one : other));
        return byStatement.values().stream()
                .sorted(Comparator.comparingDouble(Slowest::median).reversed())
                .limit(most)
                .toList();
    }

    private static double quantile(double share, List<Double> millis) {
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** The same of all answers of a route together. */
    static double quantile(double share, Collection<Result> results) {
        double[] all = results.stream()
                .flatMap(result -> result.millis().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        Arrays.sort(all);
        return all[(int) Math.ceil(share * all.length) - 1];
    }
}
