package dev.rota.spring.guide;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/** The guide's properties; and what is on this module's class path but not on that of the guide's reader stays away. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TestPropertySource(
        locations = "classpath:guide/application.properties",
        properties = {
            "spring.sql.init.schema-locations=classpath:guide/schema.sql",
            "spring.flyway.enabled=false",
            "spring.autoconfigure.exclude=org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
                    + "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration"
        })
@interface GuideApplication {}
