package dev.rota.acceptance.matrix;

import dev.rota.job.JobContext;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A worker's end of the {@link Ledger}. Thread-safe. */
final class LedgerClient {
    private final String worker;
    private final BufferedReader in;
    private final BufferedWriter out;

    LedgerClient(String worker, int port) throws IOException {
        this.worker = worker;
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Writes down that an attempt begins. False if a later one has begun. */
    boolean begins(JobContext job, long number, String key) throws IOException {
        return tell(Ledger.Verb.BEGIN, job, number, key);
    }

    /** Writes down that an attempt ends. */
    void ends(JobContext job, long number, String key, boolean done) throws IOException {
        boolean accepted = tell(done ? Ledger.Verb.DONE : Ledger.Verb.LEFT, job, number, key);
        if (done && !accepted) {
            throw new IllegalStateException("The ledger has seen a later lease of job " + job.id());
        }
    }

    private synchronized boolean tell(Ledger.Verb verb, JobContext job, long number, String key) throws IOException {
        out.write(String.join(
                "\t",
                verb.name(),
                worker,
                Long.toString(job.id()),
                Long.toString(job.fencingToken()),
                Long.toString(number),
                job.type(),
                key));
        out.write('\n');
        out.flush();
        return "ok".equals(in.readLine());
    }
}
