package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.Operation;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of operations, the newest first.
 *
 * @param next the cursor of the page after it; null if it is the last one
 */
record OperationList(List<Operation> operations, @Nullable String next) {
    private static final String FILTER = "operations";

    /** @throws Problem if the cursor of the request is none */
    static OperationList read(Context ctx, Rota rota, Secrets secrets, int limit) {
        PageMark after = PageMark.parse(Requests.query(ctx, "cursor"), secrets, FILTER);
        Long before = after == null ? null : Long.valueOf(after.key());
        List<Operation> operations = rota.store().console().operations().list(before, limit);
        if (operations.size() < limit) {
            return new OperationList(operations, null);
        }
        Operation last = operations.get(limit - 1);
        return new OperationList(
                operations, new PageMark(last.createdAt(), String.valueOf(last.id())).text(secrets, FILTER));
    }
}
