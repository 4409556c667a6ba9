package dev.rota.spring.test;

import dev.rota.Rota;
import dev.rota.job.ArgsCodec;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was enqueued since the test method began, and in which transaction. Thread-safe. */
public final class EnqueuedJobs {
    private final Supplier<Rota> rota;
    private final ArgsCodec codec;
    private final List<Entry> entries = new ArrayList<>();

    EnqueuedJobs(Supplier<Rota> rota, ArgsCodec codec) {
        this.rota = rota;
        this.codec = codec;
    }

    /** What became of an enqueued job. */
    public enum Fate {
        /** Its transaction has not ended. */
        OPEN,
        /** It is durable, or it was run inline and its transaction was committed. */
        COMMITTED,
        ROLLED_BACK
    }

    /**
     * A job that was enqueued.
     *
     * @param transaction the name of the transaction that it joined, the class and method that began it; null if it joined
     *     none, or one without a name
     * @param joined whether it joined a transaction
     */
    public record Enqueue(
            NewJob job, boolean joined, @Nullable String transaction, Fate fate) {}

    private static final class Entry {
        private final NewJob job;
        private final boolean joined;
        private final @Nullable String transaction;
        private Fate fate;

        Entry(NewJob job, boolean joined, @Nullable String transaction) {
            this.job = job;
            this.joined = joined;
            this.transaction = transaction;
            this.fate = joined ? Fate.OPEN : Fate.COMMITTED;
        }
    }

    /** Keeps jobs; the answer is to be called when it is known whether they were committed. */
    synchronized Consumer<Fate> keep(List<NewJob> jobs, boolean joined, @Nullable String transaction) {
        List<Entry> added =
                jobs.stream().map(job -> new Entry(job, joined, transaction)).toList();
        entries.addAll(added);
        return fate -> {
            synchronized (this) {
                added.forEach(entry -> entry.fate = fate);
            }
        };
    }

    /** All of them, in order. */
    public synchronized List<Enqueue> all() {
        return entries.stream()
                .map(entry -> new Enqueue(entry.job, entry.joined, entry.transaction, entry.fate))
                .toList();
    }

    /** The arguments of jobs of a type that were committed, in order. */
    public <A> List<A> committed(JobType<A> type) {
        return args(type, Fate.COMMITTED);
    }

    /** The arguments of jobs of a type that were rolled back, in order. */
    public <A> List<A> rolledBack(JobType<A> type) {
        return args(type, Fate.ROLLED_BACK);
    }

    /** The arguments of jobs of a type whose transaction has not ended: the test's own, usually. In order. */
    public <A> List<A> open(JobType<A> type) {
        return args(type, Fate.OPEN);
    }

    private <A> List<A> args(JobType<A> type, Fate fate) {
        return all().stream()
                .filter(one -> one.fate() == fate && one.job().type().equals(type.name()))
                .map(one -> type.decode(codec, one.job().args(), one.job().version()))
                .toList();
    }

    /** Jobs of a type that joined the transaction of this name: the class and method that began it, or the end of it. */
    public List<Enqueue> inTransaction(String name) {
        return all().stream()
                .filter(one -> one.transaction() != null && one.transaction().endsWith(name))
                .toList();
    }

    /**
     * Works in the calling thread whatever is due, until nothing is due any more.
     *
     * @return how many attempts were run
     */
    public int drain() {
        return rota.get().runDue();
    }

    /** Forgets what was enqueued so far; done before each test method. Jobs stay in the database. */
    public synchronized void clear() {
        entries.clear();
    }
}
