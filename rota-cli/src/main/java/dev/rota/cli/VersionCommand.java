package dev.rota.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code rota version}. */
@Command(name = "version", description = "Says of which version this program is.")
final class VersionCommand implements Callable<Integer> {
    private final RotaCommand rota;

    VersionCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Override
    public Integer call() {
        String version = version();
        Printer printer = rota.printer();
        printer.one(
                version,
                new Shape()
                        .put("version", version)
                        .put("java", Runtime.version().toString())
                        .body(),
                () -> printer.say(sentence()));
        return ExitCode.DONE;
    }

    private static String sentence() {
        return "rota " + version() + " (Java " + Runtime.version().feature() + ")";
    }

    static String version() {
        Properties properties = new Properties();
        try (@Nullable InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The version of this program cannot be read", e);
        }
        return properties.getProperty("version", "unknown");
    }

    /** For {@code rota --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {sentence()};
        }
    }
}
