package dev.rota.spring.guide;

import dev.rota.job.JobType;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

// [application]
@SpringBootApplication
class ShopApplication {
    record SendReceipt(String customer) {}

    static final JobType<SendReceipt> SEND_RECEIPT =
            JobType.of("orders.send-receipt", SendReceipt.class).queue("mail").retries(5);

    @Bean
    JobType<SendReceipt> sendReceipt() {
        return SEND_RECEIPT;
    }

    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }
}
// [/application]
