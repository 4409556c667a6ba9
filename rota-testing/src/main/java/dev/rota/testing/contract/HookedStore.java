package dev.rota.testing.contract;

import dev.rota.console.ConsoleStore;
import dev.rota.store.FailureStore;
import dev.rota.store.JobArchive;
import dev.rota.store.JobStore;
import dev.rota.store.QueueStore;
import dev.rota.store.RollupStore;
import dev.rota.store.ScheduleStore;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store with a test between it and the engine, which may fail, delay or only watch what the engine asks of it. */
final class HookedStore {
    private static final List<Class<?>> SEAMS = List.of(
            JobStore.class,
            JobArchive.class,
            ScheduleStore.class,
            QueueStore.class,
            WorkerStore.class,
            FailureStore.class,
            RollupStore.class,
            ConsoleStore.class);

    private HookedStore() {}

    /** What stands between. */
    interface Hook {
        /**
         * Called for every verb.
         *
         * @param verb the name of the method
         */
        @Nullable
        Object call(String verb, Object[] args, Proceed proceed) throws Throwable;
    }

    /** The store's own answer. */
    interface Proceed {
        @Nullable
        Object call() throws Throwable;
    }

    static Store of(Store store, Hook hook) {
        return proxy(Store.class, store, (verb, args, proceed) -> {
            Object answer = proceed.call();
            for (Class<?> seam : SEAMS) {
                if (seam.isInstance(answer)) {
                    return hooked(seam, answer, hook);
                }
            }
            return answer;
        });
    }

    private static <T> T hooked(Class<T> seam, Object target, Hook hook) {
        return proxy(seam, seam.cast(target), hook);
    }

    private static <T> T proxy(Class<T> seam, T target, Hook hook) {
        Object made = Proxy.newProxyInstance(
                seam.getClassLoader(),
                new Class<?>[] {seam},
                (self, method, args) -> hook.call(
                        method.getName(), args == null ? new Object[0] : args, () -> call(target, method, args)));
        return seam.cast(made);
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
