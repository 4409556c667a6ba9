package dev.rota.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads parts of requests, bounded. */
final class Requests {
    /** Bytes of a body; arguments may have 256 KiB. */
    static final int LARGEST_BODY = 320 * 1024;

    /** What only reads. */
    static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);

    private static final long MOST_SKIPPED = 16 << 20;
    private static final String ID = "rota.request-id";
    private static final String BODY = "rota.body";

    private Requests() {}

    /** Names the request, for people to find it in the log. */
    static String id(Context ctx) {
        String id = ctx.attribute(ID);
        if (id == null) {
            id = UUID.randomUUID().toString();
            ctx.attribute(ID, id);
        }
        return id;
    }

    /** The body; read once, however often it is asked for. */
    static byte[] body(Context ctx) {
        byte[] body = ctx.attribute(BODY);
        if (body == null) {
            try {
                InputStream in = ctx.req().getInputStream();
                body = in.readNBytes(LARGEST_BODY + 1);
                if (body.length > LARGEST_BODY) {
                    skipRest(in);
                    throw tooLarge();
                }
            } catch (IOException e) {
                // Cut off, or not encoded as its headers say: it is the sender's, whatever the cause.
                throw Problem.malformed("The body could not be read to its end");
            }
            ctx.attribute(BODY, body);
        }
        return body;
    }

    /**
     * Reads it before anything is refused, and where nobody asks for it: whoever still sends would see the connection break
     * instead of the answer.
     *
     * @throws Problem if it is too large, everywhere alike
     */
    static void readBody(Context ctx) {
        if (!READING.contains(ctx.method())) {
            var unused = body(ctx);
        }
    }

    /** Whoever still sends would see the connection break instead of the answer; without end nobody is heard out. */
    private static void skipRest(InputStream in) throws IOException {
        byte[] part = new byte[64 * 1024];
        long left = MOST_SKIPPED;
        int read = in.read(part);
        while (read >= 0 && left > 0) {
            left -= read;
            read = in.read(part);
        }
    }

    static Problem tooLarge() {
        return Problem.of(
                413,
                "too-large",
                "Request is too large",
                "The body has more than " + LARGEST_BODY + " bytes, expected less");
    }

    /** True if a person asks with a browser, where a program gets something else. */
    static boolean wantsPage(Context ctx) {
        String accepted = ctx.header("Accept");
        return accepted != null && accepted.contains("text/html");
    }

    static long id(Context ctx, String what) {
        String text = ctx.pathParam("id");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.notFound(what, text);
        }
    }

    /** A whole number from the query, or {@code unset}. */
    static int number(Context ctx, String name, int unset, int most) {
        String text = query(ctx, name);
        if (text == null) {
            return unset;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw Problem.malformed(name + " is " + text + ", expected a number from 1 to " + most);
    }

    /** A parameter of the query; null if it is missing or blank. */
    static @Nullable String query(Context ctx, String name) {
        String value = ctx.queryParam(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Refuses parameters that nobody reads, so that a misspelt filter does not list everything. */
    static void requireKnownQuery(Context ctx, Set<String> known) {
        for (String name : ctx.queryParamMap().keySet()) {
            boolean reason = name.equals("reason") && !READING.contains(ctx.method());
            if (!known.contains(name) && !reason) {
                throw Problem.malformed("Query parameter " + name + " is not known, expected "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }
}
