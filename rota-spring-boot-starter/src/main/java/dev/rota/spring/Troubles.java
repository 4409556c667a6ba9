package dev.rota.spring;

import dev.rota.event.RotaEvent;
import dev.rota.event.RotaListener;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Which of the engine's duties cannot be done at present. */
final class Troubles implements RotaListener {
    private final Map<String, String> byDuty = new ConcurrentHashMap<>();

    @Override
    public void on(RotaEvent event) {
        if (event instanceof RotaEvent.StoreFailed failed) {
            byDuty.put(failed.duty(), String.valueOf(failed.error().getMessage()));
        } else if (event instanceof RotaEvent.StoreRecovered recovered) {
            byDuty.remove(recovered.duty());
        }
    }

    /** What went wrong last, by duty; empty if all is well. */
    Map<String, String> now() {
        return new TreeMap<>(byDuty);
    }
}
