package dev.rota.web;

import dev.rota.store.WorkerStore.Usage;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A worker on a page; what is told of one that does not live any more is what it was. */
record WorkerRow(Worker worker) {
    long id() {
        return worker.id();
    }

    String name() {
        return worker.registration().name();
    }

    String place() {
        return worker.registration().host() + " · pid " + worker.registration().pid();
    }

    String version() {
        return worker.registration().version();
    }

    Look look() {
        return Look.of(worker.state());
    }

    /** By how much its clock is off, in words; empty if that is too little to matter. */
    String clock() {
        Duration offset = worker.clockOffset();
        return offset == null || !worker.isClockOff()
                ? ""
                : "clock " + Times.took(offset.abs()) + (offset.isNegative() ? " behind" : " ahead");
    }

    boolean alive() {
        return worker.isAlive();
    }

    boolean active() {
        return worker.state() == Worker.State.ACTIVE;
    }

    boolean draining() {
        return worker.state() == Worker.State.DRAINING;
    }

    boolean lost() {
        return worker.state() == Worker.State.LOST;
    }

    /** What it was asked, or what became of its jobs; empty if there is nothing to say. */
    String remark() {
        if (draining() && worker.stopping()) {
            return "stops when its jobs have ended";
        }
        return lost() && worker.rescued() > 0 ? Labels.counted(worker.rescued(), "job", "jobs") + " rescued" : "";
    }

    /** How many jobs it holds, of how many slots. */
    String running() {
        int slots = worker.registration().slots().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return alive() ? worker.running() + " / " + slots : String.valueOf(worker.running());
    }

    Map<String, Integer> slotsByQueue() {
        return new TreeMap<>(worker.registration().slots());
    }

    /** Of which queues the slots are. */
    String lane(String queue) {
        return queue.equals("*") ? slotsByQueue().size() == 1 ? "all queues" : "all others" : queue;
    }

    String slots() {
        return slotsByQueue().entrySet().stream()
                .map(slots -> lane(slots.getKey()) + " " + slots.getValue())
                .collect(Collectors.joining(", "));
    }

    private @Nullable Usage usage() {
        return alive() ? worker.usage() : null;
    }

    String cpu() {
        Usage usage = usage();
        return usage == null || usage.cpuPercent() == null ? "–" : usage.cpuPercent() + " %";
    }

    String heap() {
        Usage usage = usage();
        return usage == null ? "–" : usage.heapPercent() + " %";
    }

    /** The same in bytes; empty if it is not known. */
    String heapBytes() {
        Usage usage = usage();
        return usage == null ? "" : Labels.bytes(usage.heapUsed()) + " of " + Labels.bytes(usage.heapMax());
    }

    String jobsPerMinute() {
        Usage usage = usage();
        return usage == null ? "–" : String.valueOf(usage.jobsPerMinute());
    }
}
