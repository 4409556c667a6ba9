package dev.rota.web.query;

/** A text is not a query. The message says where, what was expected, and what was found. */
public final class QuerySyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final String expected;

    QuerySyntaxException(int position, String expected, String found) {
        super("At character " + position + ": expected " + expected + ", found " + found);
        this.position = position;
        this.expected = expected;
    }

    /** Where in the text, from 1. */
    public int position() {
        return position;
    }

    /** What should stand there, in words. */
    public String expected() {
        return expected;
    }
}
