package dev.rota.cli;

import dev.rota.console.OperationStore.Operation;
import dev.rota.store.Store;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operations that stand in a database; a server works through them. */
record StoreOperations(Store store, StoreActs acts) implements Target.Operations {
    @Override
    public Body list(int limit) {
        List<Operation> operations = store.console().operations().list(null, limit);
        Shape page = new Shape().put("next", (Object) null).put("limit", limit);
        return new Shape()
                .putAll("items", operations.stream().map(StoreOperations::body).toList())
                .put("page", page.body())
                .body();
    }

    @Override
    public Optional<Body> find(long id) {
        return store.console().operations().find(id).map(StoreOperations::body);
    }

    @Override
    public Body stop(long id) {
        boolean asked = store.console().operations().requestStop(id);
        Body operation = find(id).orElseThrow(() -> CommandFailure.notFound("There is no operation " + id + "."));
        if (!asked) {
            throw new CommandFailure(
                    ExitCode.CONFLICT,
                    "Operation " + id + " is " + operation.word("state") + ": there is nothing to stop.");
        }
        acts.record("operation.stop", "operation:" + id, null);
        return operation;
    }

    @Override
    public boolean canBegin() {
        return false;
    }

    @Override
    public Body preview(Target.OperationWish wish) {
        throw serversOnly();
    }

    @Override
    public Body begin(Target.OperationWish wish) {
        throw serversOnly();
    }

    static CommandFailure serversOnly() {
        return CommandFailure.usage("Only a server works through operations: add --url.");
    }

    /** As the server has noted it. */
    private static List<Body> leftAlone(@Nullable String notes) {
        return notes == null
                ? List.of()
                : DataReader.body("{\"items\":" + notes + "}").items();
    }

    private static Body body(Operation operation) {
        return new Shape()
                .put("id", operation.id())
                .put("action", operation.order().action())
                .put("value", operation.order().value())
                .put("query", operation.order().query())
                .put("asOf", operation.order().asOf())
                .put("state", operation.state())
                .put("matched", operation.progress().matched())
                .put("done", operation.progress().done())
                .put("skipped", operation.progress().skipped())
                .put("failed", operation.progress().failed())
                .put("leftAlone", leftAlone(operation.progress().notes()))
                .put("max", operation.order().max())
                .put("createdBy", operation.order().createdBy())
                .put("createdAt", operation.createdAt())
                .put("startedAt", operation.startedAt())
                .put("finishedAt", operation.finishedAt())
                .put("reason", operation.order().reason())
                .put("error", operation.error())
                .body();
    }
}
