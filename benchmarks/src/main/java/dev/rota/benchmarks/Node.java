package dev.rota.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The contenders that run on Node. Their packages, and the Node they want, are installed by npm under {@code target/}
 * when they are first needed; where there is no npm, they are left out.
 */
final class Node {
    private static final Pattern VERSION = Pattern.compile("\"(node|graphile-worker|pg-boss)\": \"([^\"]+)\"");

    private final Path source;
    private final Path target;
    private final boolean there;

    Node(Path home) {
        this.source = home.resolve("src/main/node");
        this.target = home.resolve("target/node");
        this.there = install();
    }

    boolean isThere() {
        return there;
    }

    List<String> command() {
        return List.of(
                target.resolve("node_modules/node/bin/node").toString(),
                target.resolve("bench.mjs").toString());
    }

    String versions() throws IOException {
        StringBuilder found = new StringBuilder();
        Matcher versions = VERSION.matcher(Files.readString(source.resolve("package.json")));
        while (versions.find()) {
            found.append(found.isEmpty() ? "" : ", ")
                    .append(versions.group(1))
                    .append('-')
                    .append(versions.group(2));
        }
        return found.toString();
    }

    private boolean install() {
        try {
            Files.createDirectories(target);
            for (String file : List.of("package.json", "bench.mjs")) {
                Files.copy(source.resolve(file), target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            if (Files.exists(Path.of(command().get(0)))) {
                return true;
            }
            Process npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--loglevel=error")
                    .directory(target.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(target.resolve("npm.log").toFile())
                    .start();
            return npm.waitFor(5, TimeUnit.MINUTES)
                    && npm.exitValue() == 0
                    && Files.exists(Path.of(command().get(0)));
        } catch (IOException e) {
            System.out.println("Without contenders on Node: " + e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
