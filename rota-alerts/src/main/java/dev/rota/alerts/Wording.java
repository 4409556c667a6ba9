package dev.rota.alerts;

import dev.rota.alerts.AlertItem.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says a message: as a mail for people, as JSON for programs. */
final class Wording {
    private static final int LONGEST_SUBJECT = 150;

    private final AlertSettings settings;

    Wording(AlertSettings settings) {
        this.settings = settings;
    }

    AlertMailer.Text mail(AlertMessage message) {
        return new AlertMailer.Text(subject(message), body(message));
    }

    private static String subject(AlertMessage message) {
        int others = message.items().size() - 1 + message.more();
        String first = "[Rota] " + title(message.items().get(0));
        String rest = others == 0 ? "" : ", and " + others + " more";
        int room = LONGEST_SUBJECT - rest.length();
        return (first.length() <= room ? first : first.substring(0, room - 1) + "…") + rest;
    }

    static String title(AlertItem item) {
        return switch (item.event()) {
            case RAISED -> item.words() + ": " + item.name();
            case REPEATED -> "Still: " + item.words() + ": " + item.name();
            case RESOLVED -> "Over: " + item.words() + ": " + item.name();
            case PASSED -> "Was: " + item.words() + ": " + item.name();
            case TEST -> "Test of channel " + item.name();
        };
    }

    /** The name ends the title of an item, so that what is the matter stands on a line of its own below. */
    private String body(AlertMessage message) {
        StringBuilder out = new StringBuilder();
        for (AlertItem item : message.items()) {
            out.append(title(item)).append('\n');
            out.append("  ").append(item.text()).append('\n');
            if (item.event() != Event.TEST) {
                out.append("  since ").append(Times.utc(item.since()));
                if (item.until() != null) {
                    out.append(" until ").append(Times.utc(item.until()));
                }
                out.append('\n');
            }
            String link = link(item);
            if (link != null) {
                out.append("  ").append(link).append('\n');
            }
            out.append('\n');
        }
        if (message.more() > 0) {
            out.append("And ").append(message.more()).append(" more, which the dashboard shows.\n\n");
        }
        return out.append("Written at ")
                .append(Times.utc(message.at()))
                .append(", for channel ")
                .append(message.channel())
                .append(".\n")
                .toString();
    }

    private @Nullable String link(AlertItem item) {
        return item.event() == Event.TEST ? settings.linkTo("alerts") : settings.linkTo(item.path());
    }

    /** Texts, numbers, lists and maps alone, so that it is the same JSON whatever codec writes it. */
    Map<String, @Nullable Object> json(AlertMessage message) {
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        for (AlertItem item : message.items()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("event", item.event().name().toLowerCase(Locale.ROOT));
            one.put("kind", item.kind());
            one.put("subject", item.subject());
            one.put("name", item.name());
            one.put("title", title(item));
            one.put("text", item.text());
            one.put("since", item.since().toString());
            one.put("until", item.until() == null ? null : item.until().toString());
            one.put("link", link(item));
            items.add(one);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", message.id());
        json.put("channel", message.channel());
        json.put("at", message.at().toString());
        json.put("items", items);
        json.put("more", message.more());
        return json;
    }
}
