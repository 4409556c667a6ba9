package dev.rota.spring;

import dev.rota.Rota;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up if the store answers, this process's worker works or was asked to stop, and the engine can do all its duties. Names what
 * is down.
 */
final class RotaHealthIndicator extends AbstractHealthIndicator {
    private final Rota rota;
    private final Troubles troubles;
    private final boolean working;

    RotaHealthIndicator(Rota rota, Troubles troubles, boolean working) {
        super("Rota's health cannot be told");
        this.rota = rota;
        this.troubles = troubles;
        this.working = working;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Map<String, String> down = new LinkedHashMap<>();
        try {
            builder.withDetail("time", rota.store().now().toString());
        } catch (RuntimeException e) {
            down.put("store", String.valueOf(e.getMessage()));
        }
        if (rota.isStoppedAsAsked()) {
            // Somebody wanted that: an application must not be taken out of service for it.
            builder.withDetail("worker", "stopped, as it was asked to");
        } else if (working && rota.workerId().isEmpty()) {
            down.put("worker", "it has not started, or has stopped");
        }
        rota.workerId().ifPresent(id -> builder.withDetail("worker", id));
        troubles.now().forEach((duty, message) -> down.put("duty " + duty, message));
        builder.withDetail("store", rota.store().describe());
        if (down.isEmpty()) {
            builder.up();
        } else {
            builder.down().withDetail("down", down);
        }
    }
}
