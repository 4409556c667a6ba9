package dev.rota.alerts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.rota.alerts", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule depends_on_the_core_and_slf4j = classes()
            .that()
            .doNotHaveSimpleName("SmtpAlertMailer")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rota",
                    "dev.rota.alerts",
                    "dev.rota.console",
                    "dev.rota.job",
                    "dev.rota.retry",
                    "dev.rota.schedule",
                    "dev.rota.store",
                    "java..",
                    "javax.crypto..",
                    "org.slf4j..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule nobody_reads_the_systems_clock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}
