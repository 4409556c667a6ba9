package dev.rota.systems.audiobooks.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The audiobooks' endpoints and who may call them. Needs the schedules, a Rota, a JdbcClient and an InstantSource. */
@Configuration(proxyBeanMethods = false)
@Import({SchedulerController.class, TaskController.class, LoginController.class, AudiobookSecurity.class})
public class AudiobookEndpoints {}
