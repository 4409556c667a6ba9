package dev.rota.spring.test;

import dev.rota.job.NewJob;
import dev.rota.spring.test.EnqueuedJobs.Fate;
import dev.rota.store.JobStore;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Makes a store that tells what is enqueued, and hands jobs to the test's mode. */
final class RecordingStore {
    private final JobStore jobs;
    private final EnqueuedJobs enqueued;
    private final Running running;

    /** How a mode runs jobs. */
    @FunctionalInterface
    interface Running {
        /** Whether it ran the job, in which case it is not stored. */
        boolean runInline(NewJob job);
    }

    private RecordingStore(JobStore jobs, EnqueuedJobs enqueued, Running running) {
        this.jobs = jobs;
        this.enqueued = enqueued;
        this.running = running;
    }

    static Store around(Store store, EnqueuedJobs enqueued, Running running) {
        RecordingStore recording = new RecordingStore(store.jobs(), enqueued, running);
        JobStore jobs = proxy(JobStore.class, store.jobs(), recording::onJobs);
        return proxy(
                Store.class,
                store,
                (method, args) -> method.getName().equals("jobs") ? jobs : call(store, method, args));
    }

    private interface Handling {
        @Nullable
        Object invoke(Method method, Object @Nullable [] args) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T target, Handling handling) {
        return type.cast(Proxy.newProxyInstance(
                RecordingStore.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> method.getDeclaringClass() == Object.class
                        ? call(target, method, args)
                        : handling.invoke(method, args)));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object onJobs(Method method, Object @Nullable [] args) throws Throwable {
        if (method.getName().equals("concurrentEnqueues")) {
            // A job that runs inside enqueue may enqueue others, which must not wait for its turn to end.
            return Integer.MAX_VALUE;
        }
        if (!method.getName().equals("enqueue") || args == null) {
            return call(jobs, method, args);
        }
        return args.length == 1
                ? outside((List<NewJob>) args[0])
                : joining((Connection) args[0], (List<NewJob>) args[1]);
    }

    private List<Enqueued> outside(List<NewJob> all) {
        List<NewJob> stored = new ArrayList<>();
        List<Integer> inline = run(all, stored);
        List<Enqueued> made = stored.isEmpty() ? List.of() : jobs.enqueue(stored);
        enqueued.keep(all, false, null);
        return together(all.size(), inline, made);
    }

    private List<Enqueued> joining(Connection connection, List<NewJob> all) {
        Consumer<Fate> fate = enqueued.keep(all, true, TransactionSynchronizationManager.getCurrentTransactionName());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                fate.accept(Fate.COMMITTED);
            }

            @Override
            public void afterCompletion(int status) {
                if (status != STATUS_COMMITTED) {
                    fate.accept(Fate.ROLLED_BACK);
                }
            }
        });
        List<NewJob> stored = new ArrayList<>();
        List<Integer> inline = run(all, stored);
        return together(all.size(), inline, stored.isEmpty() ? List.of() : jobs.enqueue(connection, stored));
    }

    /** The places of the jobs that were run; the others are added to {@code stored}. */
    private List<Integer> run(List<NewJob> all, List<NewJob> stored) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (running.runInline(all.get(i))) {
                places.add(i);
            } else {
                stored.add(all.get(i));
            }
        }
        return places;
    }

    private static List<Enqueued> together(int size, List<Integer> inline, List<Enqueued> made) {
        List<Enqueued> answers = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < size; i++) {
            answers.add(inline.contains(i) ? new Enqueued(InlineJob.ID, true, true, true) : made.get(next++));
        }
        return answers;
    }
}
