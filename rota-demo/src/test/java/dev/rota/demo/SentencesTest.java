package dev.rota.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class SentencesTest {
    @Test
    void a_full_disk_is_called_that_whoever_found_it() {
        RuntimeException database = new IllegalStateException(
                "could not run [insert into t]", new SQLException("[SQLITE_FULL] Insertion failed\n(disk is full)"));
        RuntimeException file = new UncheckedIOException(new IOException("No space left on device"));

        assertThat(Sentences.of(database))
                .isEqualTo("The disk is full, nothing more can be written: make room, and start it again"
                        + " ([SQLITE_FULL] Insertion failed; (disk is full))");
        assertThat(Sentences.of(file)).startsWith("The disk is full");
    }

    @Test
    void our_own_sentence_counts_more_than_what_it_was_caused_by() {
        assertThat(Sentences.of(new DemoException("Name another file", new IOException("denied"))))
                .isEqualTo("Name another file");
    }
}
