package dev.rota.cli.foreign;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A call of curl or wget as arguments of the type {@code http}. */
final class UrlCall {
    private static final Set<String> QUIET = Set.of(
            "-s", "--silent", "-S", "--show-error", "-q", "--quiet", "-nv", "--no-verbose", "-4", "-6", "--compressed");
    private static final Set<String> LETTERS_WITHOUT_VALUE =
            Set.of("s", "S", "f", "L", "q", "I", "4", "6", "k", "i", "g", "N");

    private final List<String> words;
    private final boolean curl;
    private final Map<String, @Nullable Object> headers = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable String method;
    private @Nullable String url;
    private @Nullable String body;
    private @Nullable String timeout;
    private boolean failing;
    private boolean following;
    private int at;

    private UrlCall(List<String> words, boolean curl) {
        this.words = words;
        this.curl = curl;
    }

    /**
     * What came of reading a command.
     *
     * @param args null if it cannot be taken; the notes say why
     */
    record Result(
            @Nullable Map<String, @Nullable Object> args,
            @Nullable URI uri,
            List<String> notes) {}

    /** Null if the words are no call of curl or wget. */
    static @Nullable Result of(List<String> words) {
        if (words.isEmpty()) {
            return null;
        }
        String program = words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
        if (!program.equals("curl") && !program.equals("wget")) {
            return null;
        }
        return new UrlCall(words.subList(1, words.size()), program.equals("curl")).read();
    }

    private Result read() {
        try {
            while (at < words.size()) {
                option(words.get(at++));
            }
            return new Result(args(), uri(), notes);
        } catch (IllegalArgumentException e) {
            return new Result(null, null, List.of(String.valueOf(e.getMessage())));
        }
    }

    private void option(String word) {
        if (!word.startsWith("-") || word.equals("-")) {
            if (url != null) {
                throw new IllegalArgumentException("It calls several URLs: make a schedule for each.");
            }
            url = word;
        } else if (word.startsWith("--") && word.contains("=")) {
            String[] parts = word.split("=", 2);
            valued(parts[0], parts[1]);
        } else if (curl && !word.startsWith("--") && word.length() > 2) {
            letters(word);
        } else {
            plain(word);
        }
    }

    /** -fsSL, or -XPOST. */
    private void letters(String word) {
        for (int i = 1; i < word.length(); i++) {
            String letter = word.substring(i, i + 1);
            if (!LETTERS_WITHOUT_VALUE.contains(letter)) {
                if (i + 1 < word.length()) {
                    valued("-" + letter, word.substring(i + 1));
                } else {
                    plain("-" + letter);
                }
                return;
            }
            plain("-" + letter);
        }
    }

    private void plain(String option) {
        switch (option) {
            case "-f", "--fail", "--fail-with-body" -> failing = true;
            case "-L", "--location" -> following = true;
            case "-I", "--head", "--spider" -> method = "HEAD";
            case "-k", "--insecure", "--no-check-certificate" ->
                throw new IllegalArgumentException(
                        "It checks no certificate, which the http type always does: give the server one that is valid.");
            case "-i", "--include", "-g", "--globoff", "-N", "--no-buffer" -> {
                // What it prints is nobody's here.
            }
            default -> {
                if (!QUIET.contains(option)) {
                    if (at == words.size()) {
                        throw unknown(option);
                    }
                    valued(option, words.get(at++));
                }
            }
        }
    }

    private void valued(String option, String value) {
        switch (option) {
            case "-X", "--request", "--method" -> method = value.toUpperCase(Locale.ROOT);
            case "--url" -> url = value;
            case "-H", "--header" -> header(value);
            case "-A", "--user-agent", "-U" -> headers.put("User-Agent", value);
            case "-e", "--referer" -> headers.put("Referer", value);
            case "-b", "--cookie" -> headers.put("Cookie", value);
            case "-d", "--data", "--data-raw", "--data-ascii", "--data-binary", "--post-data", "--body-data" ->
                data(value, "application/x-www-form-urlencoded");
            case "--json" -> data(value, "application/json");
            case "-m", "--max-time", "--timeout", "-T", "--read-timeout" -> timeout(option, value);
            case "-u", "--user" -> user(value);
            case "-o", "--output", "-O", "--output-document", "--connect-timeout", "-a", "-w", "--write-out" -> {
                // Where it goes and how it looks is nobody's here; one timeout covers all.
            }
            case "--retry", "-t", "--tries", "--retry-delay", "--retry-max-time" -> {
                notes.add("Its own retries are left out: a job is retried by Rota.");
            }
            default -> throw unknown(option);
        }
    }

    private IllegalArgumentException unknown(String option) {
        return new IllegalArgumentException("Option " + option + " of " + (curl ? "curl" : "wget")
                + " has no counterpart: make the schedule by hand, with rota schedules set.");
    }

    private void header(String line) {
        int colon = line.indexOf(':');
        if (colon < 1 || line.startsWith("@")) {
            throw new IllegalArgumentException("A header is not \"name: value\": make the schedule by hand.");
        }
        headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }

    private void data(String value, String contentType) {
        if (value.startsWith("@")) {
            throw new IllegalArgumentException(
                    "It sends a file, " + value.substring(1) + ": put its text in the arguments by hand.");
        }
        body = body == null ? value : body + "&" + value;
        if (headers.keySet().stream().noneMatch(name -> name.equalsIgnoreCase("Content-Type"))) {
            headers.put("Content-Type", contentType);
        }
    }

    private void timeout(String option, String value) {
        if (option.equals("-T") && curl) {
            throw new IllegalArgumentException("It uploads a file: make the schedule by hand.");
        }
        if (!value.matches("\\d{1,4}")) {
            throw new IllegalArgumentException("Its timeout is \"" + value + "\", expected whole seconds.");
        }
        timeout = "PT" + Math.max(1, Math.min(3600, Integer.parseInt(value))) + "S";
    }

    private void user(String value) {
        headers.put(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        notes.add("It holds a password, which will stand in the database: it is shown to nobody.");
    }

    private URI uri() {
        String text = url == null ? "" : url.contains("://") ? url : "http://" + url;
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null
                    && uri.getUserInfo() == null
                    && Set.of("http", "https")
                            .contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("Its URL is not one: " + e.getReason() + ".", e);
        }
        throw new IllegalArgumentException(
                "Its URL is not one of http or https without a user: make the schedule by hand.");
    }

    private Map<String, @Nullable Object> args() {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        String verb = method != null ? method : body != null ? "POST" : "GET";
        args.put("method", verb);
        args.put("url", uri().toString());
        if (!headers.isEmpty()) {
            args.put("headers", headers);
        }
        if (body != null) {
            args.put("body", body);
        }
        if (timeout != null) {
            args.put("timeout", timeout);
        }
        if (curl && !following) {
            args.put("followRedirects", 0);
            // curl counts an answer that points elsewhere as a success.
            args.put("expectedStatus", "200-399");
        }
        if (curl && !failing) {
            notes.add("curl without -f counts every answer as a success; here one of 400 and above is a failure.");
        }
        return args;
    }
}
