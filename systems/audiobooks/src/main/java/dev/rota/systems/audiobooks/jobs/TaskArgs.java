package dev.rota.systems.audiobooks.jobs;

import org.jspecify.annotations.Nullable;

/**
 * Arguments of a task.
 *
 * @param full true: the catalogue is crawled as a whole, not from the last crawl on; other tasks take no notice. Null means
 *     false
 */
public record TaskArgs(@Nullable Boolean full) {
    boolean isFull() {
        return full != null && full;
    }
}
