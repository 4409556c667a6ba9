package dev.rota.spring;

import dev.rota.Rota;
import dev.rota.micrometer.RotaMetrics;
import dev.rota.micrometer.StoreGauges;
import dev.rota.store.Store;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Meters, if the application has Micrometer. Spring Boot binds them to its registries. */
@AutoConfiguration(after = RotaAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(Rota.class)
public final class RotaMetricsAutoConfiguration {
    @Bean
    RotaMetrics rotaMetrics() {
        return new RotaMetrics();
    }

    @Bean
    StoreGauges rotaStoreGauges(ObjectProvider<Store> store) {
        return new StoreGauges(store::getObject);
    }
}
