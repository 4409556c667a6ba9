package dev.rota.systems.library;

import dev.rota.systems.library.circulation.LibraryEndpoints;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The library as part of a Spring Boot program. The program gives a DataSource, an InstantSource (a Clock, so that Rota
 * goes by it too), a MailTransport and, if there is one, a SentMail; and sets {@code spring.flyway.enabled=false}, for the
 * systems bring up their own tables.
 */
@Configuration(proxyBeanMethods = false)
@Import({LibraryBackOffice.class, LibraryEndpoints.class})
public class LibraryConfiguration {}
