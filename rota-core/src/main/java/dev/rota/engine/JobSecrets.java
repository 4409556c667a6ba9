package dev.rota.engine;

import dev.rota.job.ArgsCodec;
import dev.rota.job.Job;
import dev.rota.job.JobType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret values in a job's arguments, hidden in texts before they are stored. A value counts from 4 characters on, and is
 * found as it is, as it stands in JSON and as it stands in an address. Immutable.
 */
final class JobSecrets {
    private static final String BLANK = "•••";
    private static final int SHORTEST = 4;
    /** Fewer digits than these are found as a number of their own only, and not within a longer one. */
    private static final int LONG_NUMBER = 8;

    private static final Pattern SCHEME = Pattern.compile("(?i)(?:bearer|basic|digest|token)\\s+(\\S.*)");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");
    private static final Logger LOG = LoggerFactory.getLogger(JobSecrets.class);

    /** Of arguments whose secrets cannot be told: nothing that is said about them is kept. */
    private static final JobSecrets ALL = new JobSecrets(List.of());

    /** The longest first, so that none is left in part because another stands in it. */
    private final List<String> values;

    private JobSecrets(List<String> values) {
        this.values = values;
    }

    /**
     * What is secret for this job.
     *
     * @param type empty if this worker does not know it: then the names of members tell
     */
    static JobSecrets of(Job job, Optional<JobType<?>> type, ArgsCodec codec) {
        Set<String> found;
        try {
            found = collected(job, type, codec);
        } catch (RuntimeException e) {
            LOG.warn("What is secret in the arguments of job {} cannot be told, so its texts are hidden", job.id(), e);
            return ALL;
        }
        return of(found);
    }

    static JobSecrets of(Set<String> found) {
        Set<String> forms = new LinkedHashSet<>();
        for (String value : found) {
            addForms(value, forms);
            Matcher credentials = SCHEME.matcher(value);
            if (credentials.matches()) {
                addForms(credentials.group(1), forms);
            }
        }
        return new JobSecrets(forms.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    private static Set<String> collected(Job job, Optional<JobType<?>> type, ArgsCodec codec) {
        Class<?> shape = type.isPresent() ? type.get().argsClass() : Object.class;
        Set<String> found = new LinkedHashSet<>(codec.secrets(job.args(), shape));
        int stored = job.request().version();
        if (type.isPresent() && stored < type.get().version()) {
            found.addAll(codec.secrets(presentArgs(job, type.get(), codec), shape));
        }
        return found;
    }

    /** As its handler sees them: a member may have been marked since. */
    private static String presentArgs(Job job, JobType<?> type, ArgsCodec codec) {
        try {
            return codec.encode(type.decode(codec, job.args(), job.request().version()));
        } catch (RuntimeException e) {
            // Its handler was not called with them either, and what they say is reported as stored.
            return job.args();
        }
    }

    private static void addForms(String value, Set<String> forms) {
        if (value.strip().length() < SHORTEST) {
            return;
        }
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String path = form.replace("+", "%20");
        forms.addAll(List.of(value, inJson(value), form, lowerEscapes(form), path, lowerEscapes(path)));
    }

    private static String lowerEscapes(String encoded) {
        return ESCAPE.matcher(encoded).replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
    }

    private static String inJson(String value) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> json.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return json.toString();
    }

    /** The text without them. */
    String hide(String text) {
        if (this == ALL) {
            return BLANK;
        }
        String hidden = text;
        for (String value : values) {
            // Most texts hold none.
            if (hidden.contains(value)) {
                hidden = isShortNumber(value)
                        ? hidden.replaceAll("(?<![0-9])" + value + "(?![0-9])", BLANK)
                        : hidden.replace(value, BLANK);
            }
        }
        return hidden;
    }

    private static boolean isShortNumber(String value) {
        return value.length() < LONG_NUMBER && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
