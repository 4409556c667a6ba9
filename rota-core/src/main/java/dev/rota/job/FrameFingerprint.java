package dev.rota.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the default fingerprint of an error. Pure. */
final class FrameFingerprint implements FingerprintStrategy {
    private static final int FRAMES = 3;
    private static final int CAUSES = 10;
    private static final int MESSAGE_CHARS = 1_000;
    private static final int TITLE_CHARS = 200;
    /** What is nobody's own code: Java, what runs the handler, and libraries that most programs are built on. */
    private static final Set<String> FOREIGN = Set.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "kotlin.",
            "scala.",
            "dev.rota.engine.",
            "dev.rota.jdbc.",
            "dev.rota.sqlite.",
            "dev.rota.postgres.",
            "org.springframework.",
            "org.hibernate.",
            "org.postgresql.",
            "org.sqlite.",
            "org.apache.",
            "org.eclipse.",
            "com.zaxxer.",
            "com.fasterxml.",
            "tools.jackson.",
            "com.google.",
            "io.netty.",
            "reactor.",
            "okhttp3.",
            "org.slf4j.",
            "ch.qos.logback.");
    /** What differs between two messages that are alike, longer things first. */
    private static final List<Variable> VARIABLES = List.of(
            new Variable("\\w+://\\S+", "<url>"),
            new Variable("[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+", "<email>"),
            new Variable("\"[^\"]*\"|'[^']*'|`[^`]*`|“[^”]*”", "<text>"),
            new Variable("\\b[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b", "<uuid>"),
            new Variable("\\b0x[0-9a-fA-F]+\\b|\\b(?=[a-fA-F]*\\d)[0-9a-fA-F]{8,}\\b", "<hex>"),
            new Variable("\\d+([.,:]\\d+)*", "<n>"));

    private record Variable(Pattern pattern, String placeholder) {
        Variable(String regex, String placeholder) {
            this(Pattern.compile(regex), placeholder);
        }
    }

    private final List<String> basePackages;

    FrameFingerprint(List<String> basePackages) {
        this.basePackages = List.copyOf(basePackages);
    }

    @Override
    public Fingerprint of(Throwable error, String type) {
        List<Throwable> chain = chain(error);
        Throwable root = chain.get(chain.size() - 1);
        List<StackTraceElement> frames = frames(chain);
        StringBuilder key = new StringBuilder(type);
        chain.forEach(one -> key.append('|').append(one.getClass().getName()));
        frames.forEach(
                frame -> key.append('|').append(className(frame)).append('#').append(frame.getMethodName()));
        key.append('|').append(normal(root.getMessage()));
        String place = frames.isEmpty()
                ? ""
                : " at " + simple(className(frames.get(0))) + "."
                        + frames.get(0).getMethodName();
        return new Fingerprint(hash(key.toString()), cut(simple(root.getClass().getName()) + place, TITLE_CHARS));
    }

    /**
     * Of an error in words.
     *
     * @param what its kind
     */
    static Fingerprint ofWords(String what, String words, String type) {
        String normal = normal(words);
        return new Fingerprint(hash(type + "|" + what + "|" + normal), cut(what + ": " + normal, TITLE_CHARS));
    }

    private static List<Throwable> chain(Throwable error) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable one = error; one != null && chain.size() < CAUSES; one = one.getCause()) {
            chain.add(one);
        }
        return chain;
    }

    /** Of the innermost error that has frames of one's own, the first ones; else of one that has others than of libraries. */
    private List<StackTraceElement> frames(List<Throwable> chain) {
        List<StackTraceElement> own = frames(chain, this::isOwn);
        return own.isEmpty() && !basePackages.isEmpty() ? frames(chain, FrameFingerprint::isNoLibrary) : own;
    }

    private static List<StackTraceElement> frames(List<Throwable> chain, Predicate<String> wanted) {
        for (int i = chain.size() - 1; i >= 0; i--) {
            List<StackTraceElement> own = new ArrayList<>();
            for (StackTraceElement frame : chain.get(i).getStackTrace()) {
                if (own.size() < FRAMES && wanted.test(frame.getClassName())) {
                    own.add(frame);
                }
            }
            if (!own.isEmpty()) {
                return own;
            }
        }
        return List.of();
    }

    private boolean isOwn(String className) {
        return basePackages.isEmpty()
                ? isNoLibrary(className)
                : basePackages.stream().anyMatch(own -> className.equals(own) || className.startsWith(own + "."));
    }

    private static boolean isNoLibrary(String className) {
        return FOREIGN.stream().noneMatch(className::startsWith);
    }

    /** Classes that are made at run time have numbers in their names, which differ from one start to the next. */
    private static String className(StackTraceElement frame) {
        String name = frame.getClassName();
        int made = name.indexOf("$$");
        return made < 0 ? name : name.substring(0, made);
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1).replace('$', '.');
    }

    static String normal(@Nullable String message) {
        String text = message == null ? "" : cut(message, MESSAGE_CHARS);
        for (Variable variable : VARIABLES) {
            text = variable.pattern.matcher(text).replaceAll(variable.placeholder);
        }
        return text;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
