package dev.rota.systems.audiobooks.source;

import org.jspecify.annotations.Nullable;

/**
 * What a source answered, unjudged.
 *
 * @param status the HTTP status
 * @param body in UTF-8; empty with status 304
 * @param lastModified the header as it came, to be sent back as If-Modified-Since; null if there was none
 */
record Reply(int status, String body, @Nullable String lastModified) {
    static final int NOT_MODIFIED = 304;

    boolean notModified() {
        return status == NOT_MODIFIED;
    }
}
