package dev.rota.cli;

import java.util.Locale;

/** How a command shows what it found. */
enum Format {
    TABLE,
    WIDE,
    JSON,
    JSONL,
    YAML,
    CSV,
    NAME;

    /** True for what is laid out for people. */
    boolean isForPeople() {
        return this == TABLE || this == WIDE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
