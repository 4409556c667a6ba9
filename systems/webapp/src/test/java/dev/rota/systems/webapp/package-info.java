/** Tests of the web application over HTTP: a Spring Boot program on a free port, on both databases, with a mail server. */
@NullMarked
package dev.rota.systems.webapp;

import org.jspecify.annotations.NullMarked;
