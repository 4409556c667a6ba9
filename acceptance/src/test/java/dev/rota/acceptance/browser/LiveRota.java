package dev.rota.acceptance.browser;

import dev.rota.Rota;
import dev.rota.RotaBuilder;
import dev.rota.alerts.AlertMailer;
import dev.rota.alerts.AlertSender;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Alerts;
import dev.rota.alerts.Channel;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobContext;
import dev.rota.job.JobType;
import dev.rota.schedule.Schedule;
import dev.rota.sqlite.SqliteStore;
import dev.rota.web.MailFolder;
import dev.rota.web.RotaWeb;
import dev.rota.web.WebSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Rota that works, with its dashboard at an address. What its handlers do is for the test to say. */
final class LiveRota implements AutoCloseable {
    /** An order that goes wrong as long as the shop is closed. */
    record Order(long number, String customer) {}

    static final JobType<Order> PLACE =
            JobType.of("orders.place", Order.class).queue("orders").retries(0);
    /** Writes down what the test says, until there is nothing more. */
    static final JobType<Void> IMPORT = JobType.of("books.import").queue("imports");

    static final String NIGHTLY = "nightly-sweep";
    /** Holds the nightly sweep back while it is off. */
    static final String FLAG = "ENABLE_SWEEP";

    private static final AlertSettings ALERTS = AlertSettings.DEFAULTS.channel(Channel.mail("ops", "ops@example.test"));

    private static final String END = "";
    private static final int SAID = 20;

    final Rota rota;
    private final RotaWeb web;
    private final String origin;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile boolean shopOpen;

    LiveRota(Path directory) {
        this(directory, null);
    }

    /** With mails that were filed. */
    LiveRota(Path directory, @Nullable MailFolder mails) {
        RotaBuilder builder = Rota.builder(SqliteStore.open(directory.resolve("rota.db")), new JacksonCodec())
                .owningStore()
                .poll(Duration.ofMillis(100))
                .handler(PLACE, (order, job) -> place(order))
                .handler(IMPORT, (none, job) -> read(job));
        rota = new AlertSender(ALERTS, AlertMailer.NONE, new JacksonCodec())
                .addTo(builder)
                .build();
        rota.schedules()
                .put(Schedule.cron(NIGHTLY, "0 3 * * *", ZoneId.of("Europe/Riga"))
                        .flag(FLAG)
                        .runs(IMPORT));
        rota.start();
        web = new RotaWeb(rota, WebSettings.DEFAULTS.environment("test"), new Alerts(rota, ALERTS), mails);
        origin = "http://127.0.0.1:" + web.start(0) + "/rota";
    }

    private void place(Order order) {
        if (!shopOpen) {
            throw new IllegalStateException("The shop is closed for order " + order.number());
        }
    }

    private void read(JobContext job) throws InterruptedException {
        job.progress().total(SAID);
        job.progress().label("books");
        for (String line = next(); !line.equals(END); line = next()) {
            job.log().info(line);
            job.progress().ok();
        }
    }

    private String next() throws InterruptedException {
        String line = lines.poll(2, TimeUnit.MINUTES);
        if (line == null) {
            throw new IllegalStateException("The test has said nothing for two minutes");
        }
        return line;
    }

    /** From now on orders are placed. */
    void openShop() {
        shopOpen = true;
    }

    /** The import that runs writes this into its log. */
    void say(String line) {
        lines.add(line);
    }

    /** The import that runs ends. */
    void end() {
        lines.add(END);
    }

    /** The address of a page, such as {@code /jobs}. */
    String at(String path) {
        return origin + path;
    }

    @Override
    public void close() {
        web.close();
        end();
        rota.stop(Duration.ofSeconds(10));
        rota.close();
    }
}
