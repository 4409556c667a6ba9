package dev.rota.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;

/** The arrows of the server, of the commands, and of all that stands on its class path. */
@AnalyzeClasses(packages = "dev.rota", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule there_is_no_spring = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "dev.rota.spring..", "dev.rota.systems..", "dev.rota.demo..");

    @ArchTest
    static final ArchRule nobody_knows_the_server = noClasses()
            .that()
            .resideOutsideOfPackage("dev.rota.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.rota.server..");

    @ArchTest
    static final ArchRule only_the_server_knows_the_commands = noClasses()
            .that()
            .resideOutsideOfPackages("dev.rota.server..", "dev.rota.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.rota.cli..");

    @ArchTest
    static final ArchRule the_commands_know_no_web = noClasses()
            .that()
            .resideInAPackage("dev.rota.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.rota.web..", "dev.rota.mail..", "dev.rota.micrometer..");

    @ArchTest
    static final ArchRule the_job_types_know_only_the_core = noClasses()
            .that()
            .resideInAnyPackage("dev.rota.server.http", "dev.rota.server.mail")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.rota.server", "dev.rota.web..", "dev.rota.cli..", "dev.rota.sqlite..");

    @ArchTest
    static final ArchRule the_machinery_is_the_cores_own = noClasses()
            .that()
            .resideOutsideOfPackages("dev.rota", "dev.rota.engine")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.rota.engine");

    @ArchTest
    static final ArchRule nobody_reads_the_systems_clock = noClasses()
            .that()
            .resideInAPackage("dev.rota.server..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}
