package dev.rota.spring;

import dev.rota.Rota;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Alerts;
import dev.rota.console.Role;
import dev.rota.web.Authenticator;
import dev.rota.web.DemoJob;
import dev.rota.web.MailFolder;
import dev.rota.web.RotaWeb;
import dev.rota.web.WebSettings;
import jakarta.servlet.Servlet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The dashboard and REST as a servlet of the application, where {@code rota-web} is on the class path. */
@AutoConfiguration(after = {RotaAutoConfiguration.class, RotaAlertsAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({RotaWeb.class, Servlet.class, ServletRegistrationBean.class})
@ConditionalOnBean(Rota.class)
@ConditionalOnBooleanProperty(name = "rota.web.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RotaDashboardAutoConfiguration.Properties.class)
public final class RotaDashboardAutoConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(RotaDashboardAutoConfiguration.class);

    /**
     * The dashboard.
     *
     * @param enabled whether there is one
     * @param path where it stands, below the application's context path
     * @param environment a name shown on every page, such as {@code prod}
     * @param loopbackRole what somebody on this machine may do without logging in
     * @param plainLogin whether one may log in from another machine without TLS
     * @param demoJob whether there is a job to try things with while there is no other
     * @param secret signs cursors and forms; the same in all processes that serve the same users; random unless set
     * @param requireReason what may only be done with a reason, which is kept in the audit: words such as {@code delete},
     *     {@code cancel} or {@code purge}
     * @param traceUrl where the trace of a job is shown, with <code>{traceId}</code> in it; no links unless set
     * @param logUrl where the log of the program is searched, with <code>{jobId}</code> or <code>{traceId}</code> in it; no
     *     links unless set
     */
    @ConfigurationProperties("rota.web")
    public record Properties(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("/rota") String path,
            @DefaultValue("") String environment,
            @DefaultValue("ADMIN") LoopbackRole loopbackRole,
            @DefaultValue("false") boolean plainLogin,
            @DefaultValue("true") boolean demoJob,
            @Nullable String secret,
            @DefaultValue Set<String> requireReason,
            @Nullable String traceUrl,
            @Nullable String logUrl) {
        WebSettings.HouseRules rules() {
            return new WebSettings.HouseRules(requireReason, traceUrl, logUrl);
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Properties[path=" + path + ", environment=" + environment + ", loopbackRole=" + loopbackRole + "]";
        }
    }

    /** A role, or that a login is needed. */
    public enum LoopbackRole {
        NONE,
        VIEWER,
        OPERATOR,
        ADMIN;

        @Nullable
        Role role() {
            return this == NONE ? null : Role.valueOf(name());
        }
    }

    /** Beans of type {@link Authenticator} are asked first, then who the container or Spring Security says it is. */
    @Bean
    @ConditionalOnMissingBean
    WebSettings rotaWebSettings(
            Properties properties,
            RotaProperties all,
            Environment environment,
            ObjectProvider<Authenticator> authenticators) {
        Authenticator who = authenticators.orderedStream().reduce(Authenticator.NOBODY, Authenticator::or);
        return WebSettings.DEFAULTS
                .basePath(properties.path())
                .environment(properties.environment())
                .authenticator(who.or(Authenticator.ofContainer()))
                .loopbackRole(properties.loopbackRole().role())
                .plainLogin(properties.plainLogin())
                .secret(properties.secret())
                .rules(properties.rules())
                .origins(new PropertyOrigins(environment))
                .editable(all.settings().editable());
    }

    /** A bean of type {@link MailFolder}, for development, is shown. */
    @Bean
    @ConditionalOnMissingBean
    RotaWeb rotaWeb(Rota rota, WebSettings settings, ObjectProvider<Alerts> alerts, ObjectProvider<MailFolder> mails) {
        return new RotaWeb(
                rota,
                settings,
                alerts.getIfAvailable(() -> new Alerts(rota, AlertSettings.DEFAULTS)),
                mails.getIfAvailable());
    }

    /** The overview offers to run it where there is nothing yet. */
    @Bean
    @ConditionalOnBooleanProperty(name = "rota.web.demo-job", matchIfMissing = true)
    RotaBuilderCustomizer rotaDemoJob() {
        return DemoJob::addTo;
    }

    @Bean
    ServletRegistrationBean<Servlet> rotaServlet(RotaWeb web, Properties properties) {
        ServletRegistrationBean<Servlet> servlet =
                new ServletRegistrationBean<>(web.servlet(), properties.path() + "/*");
        servlet.setName("rota");
        return servlet;
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> rotaDashboardNotice(
            RotaWeb web, Properties properties, Environment environment) {
        return ready -> {
            String port = environment.getProperty("local.server.port");
            if (port != null) {
                String context = environment.getProperty("server.servlet.context-path", "");
                LOG.info(
                        "Dashboard at {}{}/ below this server's address; without login on this machine: {}. This link logs"
                                + " in as admin, once, within 30 minutes: {}",
                        context,
                        properties.path(),
                        properties.loopbackRole().name().toLowerCase(Locale.ROOT),
                        web.adminLink("http://localhost:" + port + context));
            }
        };
    }
}
