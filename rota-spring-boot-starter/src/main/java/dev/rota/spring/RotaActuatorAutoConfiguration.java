package dev.rota.spring;

import dev.rota.Rota;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health and the endpoint {@code rota}, if the application has Actuator. */
@AutoConfiguration(after = RotaAutoConfiguration.class)
@ConditionalOnBean(Rota.class)
public final class RotaActuatorAutoConfiguration {

    /** Health. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("rota")
    static class HealthConfiguration {
        @Bean
        Troubles rotaTroubles() {
            return new Troubles();
        }

        @Bean
        @ConditionalOnMissingBean(name = "rotaHealthIndicator")
        HealthIndicator rotaHealthIndicator(Rota rota, Troubles troubles, RotaProperties properties) {
            return new RotaHealthIndicator(rota, troubles, properties.worker().enabled());
        }
    }

    /** The endpoint. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    @ConditionalOnAvailableEndpoint(endpoint = RotaEndpoint.class)
    static class EndpointConfiguration {
        @Bean
        @ConditionalOnMissingBean
        RotaEndpoint rotaEndpoint(Rota rota) {
            return new RotaEndpoint(rota);
        }
    }
}
