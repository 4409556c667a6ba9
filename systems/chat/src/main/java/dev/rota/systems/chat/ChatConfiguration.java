package dev.rota.systems.chat;

import dev.rota.systems.chat.admin.ChatEndpoints;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The chat as part of a Spring Boot program with a {@link dev.rota.Rota}. The program gives a DataSource and sets
 * {@code chat.jwt.secret}, and {@code spring.flyway.enabled=false} where Boot's Flyway is about, for the systems bring up
 * their own tables.
 */
@Configuration(proxyBeanMethods = false)
@Import({ChatBackOffice.class, ChatEndpoints.class})
public class ChatConfiguration {}
