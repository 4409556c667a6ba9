package dev.rota.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** A mail as MIME: text alone, or text and HTML as alternatives, the richer one last. */
final class MimeForm extends MimeMessage {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final String messageId;

    private MimeForm(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    static MimeMessage of(Mail mail, Session session, Instant date) throws MessagingException {
        MimeForm message = new MimeForm(session, mail.messageId());
        message.setFrom(address(mail.from()));
        message.setRecipient(Message.RecipientType.TO, address(mail.to()));
        message.setSubject(mail.text().subject(), UTF_8);
        message.setSentDate(Date.from(date));
        for (Map.Entry<String, String> header : mail.headers().entrySet()) {
            message.setHeader(header.getKey(), header.getValue());
        }
        String html = mail.text().html();
        if (html == null) {
            message.setText(mail.text().text(), UTF_8);
        } else {
            MimeBodyPart text = new MimeBodyPart();
            text.setText(mail.text().text(), UTF_8);
            MimeBodyPart rich = new MimeBodyPart();
            rich.setText(html, UTF_8, "html");
            message.setContent(new MimeMultipart("alternative", text, rich));
        }
        message.saveChanges();
        return message;
    }

    static InternetAddress address(String address) throws MessagingException {
        return new InternetAddress(address, true);
    }

    /** Keeps the sender's Message-ID where the library would make one up. */
    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", "<" + messageId + ">");
    }
}
