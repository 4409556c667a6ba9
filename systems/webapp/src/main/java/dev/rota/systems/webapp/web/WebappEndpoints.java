package dev.rota.systems.webapp.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The application's endpoints and who may call them. Needs its services, a JdbcClient and an InstantSource. */
@Configuration(proxyBeanMethods = false)
@Import({
    AccountController.class,
    AuthController.class,
    ItemController.class,
    NewsletterController.class,
    UploadController.class,
    FailedTaskController.class,
    Refusals.class,
    WebappSecurity.class
})
public class WebappEndpoints {}
