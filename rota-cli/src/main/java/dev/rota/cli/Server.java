package dev.rota.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A running Rota, which is asked by REST.
 *
 * @param url where its dashboard stands, such as {@code http://localhost:8080/rota}, without a slash at the end
 * @param token who asks; null asks as nobody, which a server may allow on its own machine
 */
record Server(URI url, @Nullable String token) implements Place {

    /**
     * Reads the address of a server.
     *
     * @param source which option or variable it stands in
     * @throws CommandFailure if it is none
     */
    static Server parse(String source, String text, @Nullable String token) {
        String trimmed = text.strip().replaceAll("/+$", "");
        try {
            URI uri = new URI(trimmed);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return new Server(uri, token);
            }
        } catch (URISyntaxException e) {
            throw new CommandFailure(ExitCode.USAGE, notAnAddress(source), e);
        }
        throw CommandFailure.usage(notAnAddress(source));
    }

    /** What was given is not repeated: it may hold a password. */
    private static String notAnAddress(String source) {
        return source + " is not the address of a server: expected such as http://localhost:8080/rota,"
                + " with the token in ROTA_TOKEN.";
    }

    @Override
    public String shown() {
        return url.toString();
    }

    @Override
    public String toString() {
        return shown();
    }
}
