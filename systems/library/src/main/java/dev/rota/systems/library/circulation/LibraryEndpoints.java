package dev.rota.systems.library.circulation;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The library's endpoints and who may call them. Needs the duties, a JdbcClient and an InstantSource. */
@Configuration(proxyBeanMethods = false)
@Import({LoanController.class, CirculationController.class, LibrarySecurity.class})
public class LibraryEndpoints {}
