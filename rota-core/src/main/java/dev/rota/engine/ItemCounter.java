package dev.rota.engine;

import dev.rota.job.JobProgress;
import dev.rota.job.Progress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Counts items. Says whether anything has been counted since it was last asked. */
final class ItemCounter implements JobProgress {
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile @Nullable Long total;
    private volatile @Nullable String label;
    private volatile boolean touched;
    private volatile boolean dirty;
    private final UnaryOperator<String> hide;

    /** @param hide takes what is secret for this job out of a text */
    ItemCounter(UnaryOperator<String> hide) {
        this.hide = hide;
    }

    @Override
    public void total(long items) {
        if (items < 0) {
            throw new IllegalArgumentException("Total is " + items + ", expected 0 or more");
        }
        total = items;
        touch();
    }

    @Override
    public void label(String newLabel) {
        String hidden = hide.apply(newLabel);
        label = hidden.length() > 200 ? hidden.substring(0, 200) : hidden;
        touch();
    }

    @Override
    public void ok(long items) {
        succeeded.addAndGet(positive(items));
        touch();
    }

    @Override
    public void failed(long items) {
        failed.addAndGet(positive(items));
        touch();
    }

    private static long positive(long items) {
        if (items < 0) {
            throw new IllegalArgumentException("Items are " + items + ", expected 0 or more");
        }
        return items;
    }

    /** That there is something in the store beside the job, even if nothing was counted. */
    void touch() {
        touched = true;
        dirty = true;
    }

    @Override
    public Progress now() {
        return new Progress(succeeded.get(), failed.get(), total, label);
    }

    /** As counted by now; null if the attempt has left no note. */
    @Nullable
    Progress atEnd() {
        return touched ? now() : null;
    }

    /** As counted by now; null if nothing has changed since the last call. */
    @Nullable
    Progress takeChange() {
        if (!dirty) {
            return null;
        }
        dirty = false;
        return now();
    }
}
