package dev.rota.systems.library.duty;

import dev.rota.mail.MailText;
import java.util.List;

/** One mail written once and rendered twice: as plain text and as HTML. Every value is escaped in the HTML. */
final class MailPage {

    private final String title;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder html = new StringBuilder();

    MailPage(String title) {
        this.title = title;
    }

    void paragraph(String words) {
        text.append(words).append("\n\n");
        html.append("<p>").append(MailText.escape(words)).append("</p>\n");
    }

    void heading(String words) {
        text.append(words).append('\n');
        html.append("<h2>").append(MailText.escape(words)).append("</h2>\n");
    }

    /** An empty list leaves no trace. */
    void list(List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        html.append("<ul>\n");
        for (String item : items) {
            text.append("  * ").append(item).append('\n');
            html.append("<li>").append(MailText.escape(item)).append("</li>\n");
        }
        text.append('\n');
        html.append("</ul>\n");
    }

    void link(String words, String address) {
        text.append(words).append(": ").append(address).append("\n\n");
        html.append("<p><a href=\"")
                .append(MailText.escape(address))
                .append("\">")
                .append(MailText.escape(words))
                .append("</a></p>\n");
    }

    MailText mail(String from) {
        return new MailText(
                from + ": " + title,
                text.toString().stripTrailing() + "\n",
                "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + MailText.escape(title)
                        + "</title></head><body>\n" + html + "</body></html>\n");
    }
}
