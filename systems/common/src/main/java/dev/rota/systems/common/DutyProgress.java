package dev.rota.systems.common;

/**
 * What a duty tells whoever runs it, and where it can be stopped. The duties call it from one thread.
 *
 * <p>Messages name ids only, never names or addresses.
 */
public interface DutyProgress {

    /** Takes no notice and never stops a duty. */
    DutyProgress NONE = new DutyProgress() {
        @Override
        public void total(long items) {}

        @Override
        public void ok(long items) {}

        @Override
        public void failed(String item, String reason) {}

        @Override
        public void checkpoint() {}

        @Override
        public void log(String message) {}
    };

    /** The number of items that will be worked, as far as it is known; not negative. */
    void total(long items);

    /** So many more items succeeded; not negative. */
    void ok(long items);

    /** One more item succeeded. */
    default void ok() {
        ok(1);
    }

    /**
     * One item failed; the duty goes on with the next.
     *
     * @param item what failed, such as {@code user 7}
     * @param reason why, for the log
     */
    void failed(String item, String reason);

    /**
     * Called between batches, outside any transaction: everything before it is committed. An implementation stops the
     * duty by throwing an unchecked exception of its own, which the duty passes on.
     */
    void checkpoint();

    /** A line for the run's log. */
    void log(String message);
}
