package dev.rota.systems.chat.admin;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The chat's endpoints, its page, and who may use them. Needs {@link ChatDesk}. */
@Configuration(proxyBeanMethods = false)
@Import({ChatSecurity.class, SchedulerController.class, SchedulerPage.class})
public class ChatEndpoints {}
