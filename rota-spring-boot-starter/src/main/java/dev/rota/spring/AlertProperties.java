package dev.rota.spring;

import dev.rota.alerts.AlertRules;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Channel;
import dev.rota.alerts.QuietTime;
import dev.rota.alerts.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Reads the properties of alerts. */
final class AlertProperties {
    private AlertProperties() {}

    /** @throws RotaConfigurationException naming all that is wrong */
    static AlertSettings settings(RotaProperties properties) {
        RotaProperties.Alerts alerts = properties.alerts();
        if (!alerts.enabled()) {
            return AlertSettings.DEFAULTS;
        }
        List<String> problems = new ArrayList<>();
        List<Channel> channels = new ArrayList<>();
        new TreeMap<>(alerts.channels()).forEach((name, channel) -> {
            try {
                channels.add(channel(name, channel, properties));
            } catch (IllegalArgumentException e) {
                problems.add("rota.alerts.channels." + name + ": " + e.getMessage());
            }
        });
        try {
            AlertSettings settings = new AlertSettings(
                    channels, rules(alerts), alerts.interval(), alerts.settle(), alerts.repeat(), alerts.link());
            if (problems.isEmpty()) {
                return settings;
            }
        } catch (IllegalArgumentException e) {
            problems.add("rota.alerts: " + e.getMessage());
        }
        throw RotaConfigurationException.of("Alerts are not set up right", problems);
    }

    private static AlertRules rules(RotaProperties.Alerts alerts) {
        return new AlertRules(
                alerts.failureRate(),
                alerts.failureWindow(),
                alerts.failureLeast(),
                alerts.unworked(),
                alerts.longestWait(),
                alerts.longestWaits(),
                alerts.slowFactor(),
                alerts.slowLeast());
    }

    private static Channel channel(String name, RotaProperties.AlertChannel channel, RotaProperties properties) {
        QuietTime quiet = channel.quiet() == null
                ? null
                : QuietTime.parse(
                        channel.quiet(),
                        channel.zone() != null
                                ? channel.zone()
                                : properties.schedules().zone());
        return new Channel(name, target(channel), quiet, channel.kinds());
    }

    private static Target target(RotaProperties.AlertChannel channel) {
        URI url = channel.url();
        if ((url == null) == channel.to().isEmpty()) {
            throw new IllegalArgumentException("found " + (url == null ? "neither" : "both")
                    + " to and url, expected one of them: mail addresses, or a webhook");
        }
        if (url == null) {
            return new Target.Mail(channel.to());
        }
        if (channel.secret() == null) {
            throw new IllegalArgumentException("a webhook needs a secret, to sign what it is sent: set secret");
        }
        return new Target.Webhook(url, channel.secret());
    }
}
