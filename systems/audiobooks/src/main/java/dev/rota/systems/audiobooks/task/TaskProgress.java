package dev.rota.systems.audiobooks.task;

/** What a task tells whoever runs it, and where it can be stopped. A task calls it from one thread. */
public interface TaskProgress {

    /** Takes no notice and never stops a task. */
    TaskProgress NONE = new TaskProgress() {
        @Override
        public void ok() {}

        @Override
        public void failed(String item, String reason) {}

        @Override
        public void checkpoint() {}

        @Override
        public void log(String message) {}
    };

    /** One more item succeeded, and is committed. */
    void ok();

    /** One more item failed; the task goes on with the next. */
    void failed(String item, String reason);

    /**
     * Called before each item, outside any transaction.
     *
     * @throws TaskStoppedException to stop the task here
     */
    void checkpoint();

    /** A line for the run's log: ids only. */
    void log(String message);
}
