package dev.rota.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line says.
 *
 * @param full the long profile
 * @param contenders none but these; empty means all
 * @param workloads none but these; empty means all
 * @param rounds how often each case is measured; 0 means as the profile says
 * @param minutes after which no further round is begun
 * @param jvm arguments for the children
 * @param postgres the directory of a PostgreSQL's programs; empty for the one that comes through Maven
 * @param sharedBuffers of PostgreSQL
 * @param out where the table goes
 * @param home the module's directory
 */
record Options(
        boolean full,
        Set<String> contenders,
        Set<String> workloads,
        int rounds,
        double minutes,
        List<String> jvm,
        Optional<Path> postgres,
        String sharedBuffers,
        Path out,
        Path home) {
    static final String USAGE = """
            Usage: benchmarks/run [--profile short|full] [--contenders A,B] [--workloads W1,W2] [--rounds N]
                   [--minutes N] [--jvm "ARGS"] [--postgres installed|maven|DIR]
                   [--shared-buffers 2GB] [--out FILE]""";

    static Options parse(String[] args) throws IOException {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                throw new IllegalArgumentException("Found " + args[i] + ", expected an option and its value. " + USAGE);
            }
            given.put(args[i].substring(2), args[i + 1]);
        }
        Map<String, String> left = new HashMap<>(given);
        Path home = Path.of(given.getOrDefault("home", ".")).toAbsolutePath();
        left.keySet()
                .removeAll(Set.of(
                        "home",
                        "profile",
                        "contenders",
                        "workloads",
                        "rounds",
                        "minutes",
                        "jvm",
                        "postgres",
                        "shared-buffers",
                        "out"));
        String profile = given.getOrDefault("profile", "short");
        if (!left.isEmpty() || !Set.of("short", "full").contains(profile)) {
            throw new IllegalArgumentException("Unknown: " + left.keySet() + " or profile " + profile + ". " + USAGE);
        }
        boolean full = profile.equals("full");
        String jvm = given.getOrDefault("jvm", "");
        return new Options(
                full,
                names(given.get("contenders")),
                names(given.get("workloads")),
                Integer.parseInt(given.getOrDefault("rounds", "0")),
                Double.parseDouble(given.getOrDefault("minutes", full ? "120" : "9")),
                jvm.isBlank() ? List.of() : List.of(jvm.strip().split(" +")),
                postgres(given.getOrDefault("postgres", "installed")),
                given.getOrDefault("shared-buffers", "2GB"),
                Path.of(given.getOrDefault(
                        "out", home.resolve("target/benchmarks.md").toString())),
                home);
    }

    private static Optional<Path> postgres(String which) throws IOException {
        return switch (which) {
            case "installed" -> InstalledPostgres.newest();
            case "maven" -> Optional.empty();
            default -> Optional.of(Path.of(which));
        };
    }

    private static Set<String> names(@org.jspecify.annotations.Nullable String list) {
        return list == null ? Set.of() : Set.of(list.split(","));
    }

    boolean wants(Case one) {
        return (contenders.isEmpty() || contenders.contains(one.contender()))
                && (workloads.isEmpty()
                        || workloads.contains(one.workload())
                        || workloads.contains(one.workload() + "-" + one.store())
                        || (one.store().equals("sqlite") && workloads.contains("W8")));
    }
}
