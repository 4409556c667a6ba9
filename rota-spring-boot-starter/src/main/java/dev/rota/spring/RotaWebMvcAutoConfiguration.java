package dev.rota.spring;

import dev.rota.Rota;
import dev.rota.store.CallerTransaction;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** {@link BackgroundTasks} as a parameter of controller methods. */
@AutoConfiguration(after = RotaAutoConfiguration.class, before = WebMvcAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({RequestMappingHandlerAdapter.class, WebMvcRegistrations.class})
@ConditionalOnBean(Rota.class)
public final class RotaWebMvcAutoConfiguration {
    @Bean
    LocalTasks rotaLocalTasks(RotaSettings settings) {
        return new LocalTasks(settings.properties().localTasks(), settings.grace());
    }

    @Bean
    @ConditionalOnMissingBean
    WebMvcRegistrations rotaWebMvcRegistrations(
            ObjectProvider<Rota> rota,
            ObjectProvider<CallerTransaction> transaction,
            ObjectProvider<LocalTasks> local) {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
                return new TaskCommittingAdapter(
                        () -> new RequestTasks(rota.getObject(), transaction.getObject(), local.getObject()));
            }
        };
    }

    @Bean
    WebMvcConfigurer rotaTasksResolver() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new TaskCommittingAdapter.Resolver());
            }
        };
    }
}
