package dev.rota.demo;

import java.util.Map;

/** What of Spring Boot's and the program's log is shown: the demonstration speaks for itself. */
final class DemoLogging {
    private DemoLogging() {}

    /** Properties of an application; only errors are logged unless {@code verbose}. */
    static Map<String, Object> properties(boolean verbose) {
        return Map.of(
                "spring.main.banner-mode",
                "off",
                "spring.main.log-startup-info",
                verbose,
                "logging.level.root",
                verbose ? "INFO" : "ERROR",
                // That a duty failed is told by what shows the duties; the mailbox tells its client what it cannot
                // file.
                "logging.level.dev.rota.systems.library.jobs",
                verbose ? "INFO" : "OFF",
                "logging.level.com.icegreen.greenmail",
                verbose ? "INFO" : "OFF",
                // What stops the start is told in one sentence.
                "logging.level.org.springframework.boot.diagnostics",
                verbose ? "INFO" : "OFF",
                "logging.level.org.springframework.boot.SpringApplication",
                verbose ? "INFO" : "OFF");
    }
}
