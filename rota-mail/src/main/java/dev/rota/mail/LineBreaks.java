package dev.rota.mail;

/** Line breaks in a header value would let the value add headers of its own. */
final class LineBreaks {
    private LineBreaks() {}

    static boolean in(String value) {
        return value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0;
    }
}
