package dev.rota.spring;

import dev.rota.alerts.AlertMailer;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Alerts;
import dev.rota.alerts.Target;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

/** Looks for what needs somebody from after the engine was started until before it is stopped. */
final class AlertsLifecycle implements SmartLifecycle, SmartInitializingSingleton {
    private final Alerts alerts;
    private final AlertSettings settings;
    private final ObjectProvider<AlertMailer> mailers;
    private volatile boolean running;

    AlertsLifecycle(Alerts alerts, AlertSettings settings, ObjectProvider<AlertMailer> mailers) {
        this.alerts = alerts;
        this.settings = settings;
        this.mailers = mailers;
    }

    @Override
    public void afterSingletonsInstantiated() {
        boolean mails = settings.channels().stream().anyMatch(channel -> channel.target() instanceof Target.Mail);
        if (mails && mailers.getIfAvailable() == null) {
            throw RotaConfigurationException.of(
                    "Alerts are not set up right",
                    List.of(
                            "There is a channel of mails, and nothing to send them with: add a bean of type AlertMailer,"
                                    + " or one of type MailTransport of rota-mail"));
        }
    }

    @Override
    public void start() {
        alerts.start();
        running = true;
    }

    @Override
    public void stop() {
        alerts.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return RotaLifecycle.PHASE + 1;
    }
}
