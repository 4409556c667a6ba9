package dev.rota.spring.test;

import dev.rota.Rota;
import dev.rota.job.ArgsCodec;
import dev.rota.spring.RotaHandlers;
import dev.rota.store.Store;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** What {@link AutoConfigureTestRota} brings. */
@AutoConfiguration
final class RotaTestAutoConfiguration {
    @Bean
    static EnqueuedJobs rotaEnqueuedJobs(ObjectProvider<Rota> rota, ObjectProvider<ArgsCodec> codec) {
        return new EnqueuedJobs(rota::getObject, codec.getObject());
    }

    @Bean
    static ModeRunning rotaModeRunning(
            Environment environment, ObjectProvider<Rota> rota, ObjectProvider<RotaHandlers> handlers) {
        TestMode mode = environment.getProperty("rota.test.mode", TestMode.class, TestMode.MANUAL);
        return new ModeRunning(mode, rota::getObject, handlers::getObject);
    }

    @Bean
    static BeanPostProcessor rotaStoreRecording(
            ObjectProvider<EnqueuedJobs> enqueued, ObjectProvider<ModeRunning> running) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof Store store
                        ? RecordingStore.around(store, enqueued.getObject(), running.getObject())
                        : bean;
            }
        };
    }
}
