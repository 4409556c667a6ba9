package dev.rota.web;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The key and the certificate of a server that speaks TLS itself. Certificates are short-lived: when one of the files is
 * replaced, the reader is asked again within seconds, and new connections get what it gives; those that are open go on.
 *
 * @param files to look at; empty if nothing is ever replaced
 * @param reader reads them. If it throws, as where one of two files is replaced already and the other is not yet, what
 *     was read before stays in use until a file changes again
 */
public record TlsKeys(Set<Path> files, Supplier<SSLContext> reader) {
    public TlsKeys {
        files = Set.copyOf(files);
    }

    /** Keys that are never replaced. */
    public static TlsKeys fixed(SSLContext context) {
        return new TlsKeys(Set.of(), () -> context);
    }
}
