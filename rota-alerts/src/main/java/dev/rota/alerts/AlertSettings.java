package dev.rota.alerts;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is told what, and how often.
 *
 * @param channels ways to tell somebody, each of another name; without any, nothing is looked for
 * @param rules from when on something is the matter
 * @param interval how often is looked, by all processes together; 1 s or longer
 * @param settle how long a condition must be gone before it counts as resolved, so that what flickers is told once; zero or longer
 * @param repeat after which time what still lasts is told again; null for never
 * @param link the address of the dashboard, such as {@code https://example.org/rota}, that links in alerts begin with;
 *     null for no links
 */
public record AlertSettings(
        List<Channel> channels,
        AlertRules rules,
        Duration interval,
        Duration settle,
        @Nullable Duration repeat,
        @Nullable URI link) {
    /** No channels; a look every 30 s, 5 minutes to settle, nothing is repeated. */
    public static final AlertSettings DEFAULTS = new AlertSettings(
            List.of(), AlertRules.DEFAULTS, Duration.ofSeconds(30), Duration.ofMinutes(5), null, null);

    public AlertSettings {
        channels = List.copyOf(channels);
        if (channels.stream().map(Channel::name).distinct().count() < channels.size()) {
            throw new IllegalArgumentException("Two channels of alerts have one name: give each its own");
        }
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("Interval of alerts is " + interval + ", expected 1 s or longer");
        }
        if (settle.isNegative()) {
            throw new IllegalArgumentException("Settling time of alerts is " + settle + ", expected zero or longer");
        }
        if (repeat != null && repeat.compareTo(interval) < 0) {
            throw new IllegalArgumentException(
                    "Alerts are repeated after " + repeat + ", expected the interval, " + interval + ", or longer");
        }
        if (link != null && (link.getHost() == null || link.getRawQuery() != null)) {
            throw new IllegalArgumentException(
                    "The address of the dashboard is \"" + link + "\", expected such as https://example.org/rota");
        }
    }

    /** With one more channel. */
    public AlertSettings channel(Channel channel) {
        List<Channel> more = new ArrayList<>(channels);
        more.add(channel);
        return new AlertSettings(more, rules, interval, settle, repeat, link);
    }

    public AlertSettings rules(AlertRules newRules) {
        return new AlertSettings(channels, newRules, interval, settle, repeat, link);
    }

    public AlertSettings interval(Duration newInterval) {
        return new AlertSettings(channels, rules, newInterval, settle, repeat, link);
    }

    public AlertSettings settle(Duration newSettle) {
        return new AlertSettings(channels, rules, interval, newSettle, repeat, link);
    }

    public AlertSettings repeat(@Nullable Duration newRepeat) {
        return new AlertSettings(channels, rules, interval, settle, newRepeat, link);
    }

    public AlertSettings link(@Nullable URI newLink) {
        return new AlertSettings(channels, rules, interval, settle, repeat, newLink);
    }

    /** The channel of that name; empty if there is none. */
    public Optional<Channel> find(String name) {
        return channels.stream().filter(channel -> channel.name().equals(name)).findFirst();
    }

    /** Null if there are no links; without / at the end otherwise. */
    @Nullable
    String linkTo(String path) {
        return link == null ? null : link.toString().replaceAll("/+$", "") + "/" + path;
    }
}
