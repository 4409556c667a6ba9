package dev.rota.spring.guide;

import static dev.rota.spring.guide.ShopApplication.SEND_RECEIPT;

import dev.rota.Rota;
import dev.rota.job.JobContext;
import dev.rota.spring.RotaJob;
import dev.rota.spring.RotaSchedule;
import dev.rota.spring.guide.ShopApplication.SendReceipt;
import java.sql.PreparedStatement;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

// [orders]
@Service
class Orders {
    private final Rota rota;
    private final JdbcTemplate jdbc;
    private final Mailer mailer;

    Orders(Rota rota, JdbcTemplate jdbc, Mailer mailer) {
        this.rota = rota;
        this.jdbc = jdbc;
        this.mailer = mailer;
    }

    @Transactional
    public void place(String customer) {
        jdbc.update(
                "insert into orders values (?, ?, 'placed')", UUID.randomUUID().toString(), customer);
        rota.enqueue(SEND_RECEIPT, new SendReceipt(customer));
    }

    @RotaJob("orders.send-receipt")
    void sendReceipt(SendReceipt args, JobContext job) {
        mailer.send("Receipt for " + args.customer() + ", attempt " + job.attempt());
    }

    @Transactional
    @RotaJob(value = "orders.close-old", retries = 2)
    @RotaSchedule(cron = "0 3 * * SUN", zone = "Europe/Riga", description = "Closes shipped orders")
    public int closeOld() {
        return jdbc.update("update orders set state = 'closed' where state = 'shipped'");
    }
    // [/orders]

    // [once]
    @RotaJob("orders.ship-all")
    void shipAll(JobContext job) throws Exception {
        job.transactionally(connection -> {
            try (PreparedStatement ship = connection.prepareStatement("update orders set state = 'shipped'")) {
                ship.executeUpdate();
            }
        });
    }
    // [/once]

    // [orders]
}
// [/orders]
