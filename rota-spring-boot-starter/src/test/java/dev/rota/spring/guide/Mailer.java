package dev.rota.spring.guide;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** Keeps the mails that the guide's application sends. */
@Component
class Mailer {
    private final List<String> sent = new CopyOnWriteArrayList<>();

    void send(String mail) {
        sent.add(mail);
    }

    List<String> sent() {
        return sent;
    }
}
