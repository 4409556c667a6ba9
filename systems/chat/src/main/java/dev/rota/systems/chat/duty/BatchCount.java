package dev.rota.systems.chat.duty;

/** Is told of each batch, in the transaction that deleted it. */
@FunctionalInterface
interface BatchCount {
    /** Counts nothing. */
    BatchCount NONE = rows -> {};

    void deleted(int rows);
}
