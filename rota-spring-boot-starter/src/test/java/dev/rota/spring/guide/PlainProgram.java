package dev.rota.spring.guide;

// [plain]
import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobType;
import dev.rota.schedule.Schedule;
import dev.rota.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

public final class PlainProgram {
    record SendReceipt(String customer) {}

    static final JobType<SendReceipt> SEND_RECEIPT =
            JobType.of("orders.send-receipt", SendReceipt.class).queue("mail").retries(5);
    static final JobType<Void> CLOSE_OLD = JobType.of("orders.close-old");

    public static void main(String[] args) throws InterruptedException {
        Rota rota = Rota.builder(SqliteStore.open(Path.of("shop.db")), new JacksonCodec())
                .handler(SEND_RECEIPT, (order, job) -> System.out.println("Receipt for " + order.customer()))
                .handler(CLOSE_OLD, (nothing, job) -> job.log().info("closes old orders"))
                .owningStore()
                .build();
        rota.schedules()
                .define(List.of(Schedule.cron("close-old", "0 3 * * SUN", ZoneId.of("Europe/Riga"))
                        .runs(CLOSE_OLD)));
        rota.start();
        Runtime.getRuntime().addShutdownHook(new Thread(rota::close));
        rota.enqueue(SEND_RECEIPT, new SendReceipt("Anna"));
        Thread.currentThread().join();
    }
}
// [/plain]
