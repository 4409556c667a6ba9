package dev.rota.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL from the machine's packages, with a cluster of its own. What people run is compiled for speed; the binaries
 * that come through Maven are compiled for size, which costs wide rows more than narrow ones.
 */
final class InstalledPostgres implements Closeable {
    private final Path bin;
    private final Path data;
    private final int port;

    private InstalledPostgres(Path bin, Path data, int port) {
        this.bin = bin;
        this.data = data;
        this.port = port;
    }

    /** The newest that Debian's packages have installed. */
    static Optional<Path> newest() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparingInt(bin ->
                            Integer.parseInt(bin.getName(bin.getNameCount() - 2).toString())));
        }
    }

    /** Starts one, with an empty directory, on a free port of the loopback interface. */
    static InstalledPostgres start(Path bin, Path data, Map<String, String> settings) throws IOException {
        Files.createDirectories(data);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        InstalledPostgres postgres = new InstalledPostgres(bin, data, port);
        postgres.run("initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF8");
        StringBuilder options = new StringBuilder("-p " + port + " -k \"\" -h localhost");
        settings.forEach(
                (name, value) -> options.append(" -c ").append(name).append('=').append(value));
        postgres.run(
                "pg_ctl",
                "-D",
                data.toString(),
                "-l",
                data.resolve("log").toString(),
                "-w",
                "-o",
                options.toString(),
                "start");
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop));
        return postgres;
    }

    String url(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database + "?user=postgres";
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.getOwner(data).getName().equals("root")) {
            // The server refuses to run as root: in a namespace of its own it does not see that it is.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("rota-benchmarks", ".log");
        try {
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IOException(command + " ended with " + exit + ": " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + program + " ran", e);
        } finally {
            Files.delete(output);
        }
    }

    private void stop() {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            try {
                close();
            } catch (IOException e) {
                System.err.println("PostgreSQL in " + data + " was not stopped: " + e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        run("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "stop");
    }
}
