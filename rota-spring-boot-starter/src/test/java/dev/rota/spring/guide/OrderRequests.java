package dev.rota.spring.guide;

import static dev.rota.spring.guide.ShopApplication.SEND_RECEIPT;

import dev.rota.Rota;
import dev.rota.spring.BackgroundTasks;
import dev.rota.spring.guide.ShopApplication.SendReceipt;
import java.time.Duration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

// [requests]
@RestController
class OrderRequests {
    private final Rota rota;

    OrderRequests(Rota rota) {
        this.rota = rota;
    }

    @PostMapping("/receipts/{customer}")
    String sendAgain(@PathVariable String customer, BackgroundTasks tasks) {
        tasks.add(SEND_RECEIPT, new SendReceipt(customer));
        tasks.add(rota.job(SEND_RECEIPT, new SendReceipt("archive")).in(Duration.ofHours(1)));
        return "The receipt is on its way.";
    }
}
// [/requests]
