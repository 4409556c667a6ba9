package dev.rota.server;

import dev.rota.cli.CommandFailure;
import dev.rota.web.TlsKeys;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The key and the certificate of a server that speaks TLS itself. */
final class TlsOptions {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description =
                    "Speak TLS with this certificate, in PEM, followed by those that vouch for it. When the file is "
                            + "replaced it is read again, as those of the other --tls options are.")
    private @Nullable String certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its private key, in PEM as PKCS #8, without a password.")
    private @Nullable String key;

    @Option(
            names = "--tls-keystore",
            paramLabel = "FILE",
            description = "Instead of both: a PKCS #12 file, with its password in --tls-password.")
    private @Nullable String keystore;

    @Option(
            names = "--tls-password",
            paramLabel = "TEXT",
            description = "Of --tls-keystore; better in ROTA_TLS_PASSWORD.")
    private @Nullable String password;

    boolean isGiven() {
        return certificate != null || key != null || keystore != null;
    }

    /**
     * The files as they are now, and as they are replaced.
     *
     * @throws CommandFailure if they do not go together, cannot be read or do not fit
     */
    TlsKeys keys(Path directory) {
        var unused = context(directory);
        Set<Path> files = Stream.of(certificate, key, keystore)
                .filter(Objects::nonNull)
                .map(directory::resolve)
                .collect(Collectors.toSet());
        return new TlsKeys(files, () -> context(directory));
    }

    private SSLContext context(Path directory) {
        if (keystore != null) {
            if (certificate != null || key != null) {
                throw CommandFailure.usage("--tls-keystore and --tls-cert exclude each other: give one of them.");
            }
            return TlsFiles.pkcs12(
                    directory.resolve(keystore),
                    Objects.requireNonNullElse(password, "").toCharArray());
        }
        if (certificate == null || key == null) {
            throw CommandFailure.usage("--tls-cert and --tls-key belong together: give both.");
        }
        return TlsFiles.pem(directory.resolve(certificate), directory.resolve(key));
    }
}
