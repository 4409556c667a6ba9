package dev.rota.spring;

import dev.rota.JobOrder;
import dev.rota.Rota;
import dev.rota.job.JobType;
import dev.rota.store.CallerTransaction;
import java.util.ArrayList;
import java.util.List;

/** The tasks of one request. */
final class RequestTasks implements BackgroundTasks {
    /** Under which it is kept in the request. */
    static final String ATTRIBUTE = RequestTasks.class.getName();

    private final Rota rota;
    private final CallerTransaction transaction;
    private final LocalTasks local;
    private final List<JobOrder> orders = new ArrayList<>();
    private final List<Runnable> locals = new ArrayList<>();
    private boolean returned;

    RequestTasks(Rota rota, CallerTransaction transaction, LocalTasks local) {
        this.rota = rota;
        this.transaction = transaction;
        this.local = local;
    }

    @Override
    public <A> void add(JobType<A> type, A args) {
        add(rota.job(type, args));
    }

    @Override
    public void add(JobType<Void> type) {
        add(rota.job(type));
    }

    @Override
    public synchronized void add(JobOrder order) {
        if (returned || transaction.connection().isPresent()) {
            order.enqueue();
        } else {
            orders.add(order);
        }
    }

    @Override
    public synchronized void local(Runnable task) {
        local.reserve();
        if (returned) {
            local.run(task);
        } else {
            locals.add(task);
        }
    }

    /** The method has returned: commits what is kept, and starts local tasks. */
    synchronized void commit() {
        returned = true;
        try {
            rota.enqueueAll(orders);
        } catch (RuntimeException e) {
            discard();
            throw e;
        }
        orders.clear();
        locals.forEach(local::run);
        locals.clear();
    }

    /** The method has thrown. */
    synchronized void discard() {
        returned = true;
        orders.clear();
        locals.forEach(task -> local.release());
        locals.clear();
    }
}
