package dev.rota.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells where a list goes on, in the terms of RFC 8288. */
final class Links {
    private Links() {}

    /**
     * Adds the address of the next page of the list that was asked for.
     *
     * @param cursor where it begins; null if there is none
     */
    static void next(Context ctx, @Nullable String cursor) {
        if (cursor == null) {
            return;
        }
        StringBuilder address = new StringBuilder(ctx.path()).append('?');
        for (Map.Entry<String, List<String>> asked : ctx.queryParamMap().entrySet()) {
            if (!asked.getKey().equals("cursor")) {
                for (String value : asked.getValue()) {
                    address.append(Urls.encoded(asked.getKey()))
                            .append('=')
                            .append(Urls.encoded(value))
                            .append('&');
                }
            }
        }
        ctx.header("Link", "<" + address + "cursor=" + cursor + ">; rel=\"next\"");
    }
}
