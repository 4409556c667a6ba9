package dev.rota.systems.boardgames.jobs;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The code of the jobs, as far as this program has it. Thread-safe. */
final class AlertJobCodes {
    private final Map<String, AlertJobCode> codes = new ConcurrentHashMap<>();

    /** False if there is code for that name already. */
    boolean add(String name, AlertJobCode code) {
        return codes.putIfAbsent(name, code) == null;
    }

    void remove(String name) {
        codes.remove(name);
    }

    Optional<AlertJobCode> of(String name) {
        return Optional.ofNullable(codes.get(name));
    }
}
