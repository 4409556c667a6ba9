package dev.rota.acceptance.matrix;

import dev.rota.Rota;
import dev.rota.RotaBuilder;
import dev.rota.jackson.JacksonCodec;
import dev.rota.postgres.PostgresSettings;
import dev.rota.postgres.PostgresStore;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.Store;
import dev.rota.store.WakeUps;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A worker. Takes its name, the place of its database, the port of the ledger, its version and whether it is deaf. */
public final class MatrixWorker {
    /** Short, so that what waits for it does not wait long. */
    static final Duration LEASE = Duration.ofSeconds(3);

    static final int MAX_CRASHES = 3;
    static final String IS_UP = "Worker is up";

    private MatrixWorker() {}

    /** Runs until it is killed or asked to end. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String name = args[0];
        int version = Integer.parseInt(args[3]);
        Store store = open(args[1]);
        RotaBuilder builder = Rota.builder(Boolean.parseBoolean(args[4]) ? deaf(store) : store, new JacksonCodec())
                .workerName(name)
                .version(args[3])
                .slots(8)
                .lease(LEASE)
                .grace(Duration.ofSeconds(5))
                .maxCrashes(MAX_CRASHES)
                .owningStore();
        Work.handlers(builder, new LedgerClient(name, Integer.parseInt(args[2])), name, version);
        Rota rota = builder.build();
        Runtime.getRuntime().addShutdownHook(new Thread(rota::close));
        rota.start();
        System.out.println(IS_UP);
        new CountDownLatch(1).await();
    }

    private static Store open(String place) {
        return place.startsWith("jdbc:postgresql:")
                ? PostgresStore.open(PostgresSettings.of(place, null, null))
                : SqliteStore.open(Path.of(place));
    }

    /** The same, with no wake-up ever coming in. */
    private static Store deaf(Store store) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (self, method, args) -> {
                    if (method.getName().equals("wakeUps")) {
                        return WakeUps.NONE;
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
