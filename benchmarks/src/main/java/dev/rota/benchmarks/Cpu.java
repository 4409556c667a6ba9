package dev.rota.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time of this process and of the database server, in milliseconds.
 *
 * @param server with all its processes; 0 where there is none or it cannot be told
 */
record Cpu(double worker, double server) {
    private static final double TICK_MS = 10;

    static Cpu now(Setup setup) {
        double worker = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / 1e6;
        long postmaster = Long.parseLong(setup.option("server", "0"));
        return new Cpu(worker, postmaster == 0 ? 0 : server(postmaster));
    }

    private static double server(long postmaster) {
        double sum = ticks(postmaster, true);
        try (var processes = ProcessHandle.of(postmaster).orElseThrow().children()) {
            sum += processes.mapToDouble(child -> ticks(child.pid(), false)).sum();
        }
        return sum * TICK_MS;
    }

    private static double ticks(long pid, boolean withEnded) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double own = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
            return withEnded ? own + Double.parseDouble(fields[13]) + Double.parseDouble(fields[14]) : own;
        } catch (IOException e) {
            // Gone, or no /proc: then it is not counted.
            return 0;
        }
    }

    Cpu since(Cpu before) {
        return new Cpu(worker - before.worker, server - before.server);
    }
}
