package dev.rota.web;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.rota.web", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule knows_the_public_core_and_no_store = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rota.engine..",
                    "dev.rota.sqlite..",
                    "dev.rota.postgres..",
                    "dev.rota.jdbc..",
                    "dev.rota.spring..",
                    "java.sql..");

    @ArchTest
    static final ArchRule shows_little = classes()
            .that()
            .arePublic()
            .and()
            .haveSimpleNameNotStartingWith("Jte")
            .and()
            .resideOutsideOfPackages("dev.rota.web.query", "dev.rota.web.chart")
            .should()
            .haveSimpleName("RotaWeb")
            .orShould()
            .haveSimpleName("WebSettings")
            .orShould()
            .haveSimpleName("HouseRules")
            .orShould()
            .haveSimpleName("Given")
            .orShould()
            .haveSimpleName("Origins")
            .orShould()
            .haveSimpleName("Authenticator")
            .orShould()
            .haveSimpleName("Principal")
            .orShould()
            .haveSimpleName("PasswordHash")
            .orShould()
            .haveSimpleName("ApiTokens")
            .orShould()
            .haveSimpleName("JwtSettings")
            .orShould()
            .haveSimpleName("Standalone")
            .orShould()
            .haveSimpleName("TlsKeys")
            .orShould()
            .haveSimpleName("DemoJob")
            .orShould()
            .haveSimpleName("FiledMails")
            .orShould()
            .haveNameMatching(".*\\.MailFolder(\\$.*)?");

    @ArchTest
    static final ArchRule the_query_language_knows_states_and_lengths_of_time_and_nothing_else_of_ours = noClasses()
            .that()
            .resideInAPackage("dev.rota.web.query")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.rota..")
                    .and(not(resideInAnyPackage("dev.rota.job", "dev.rota.retry", "dev.rota.web.query"))));

    @ArchTest
    static final ArchRule charts_know_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage("dev.rota.web.chart")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.rota..").and(not(resideInAnyPackage("dev.rota.web.chart"))));

    @ArchTest
    static final ArchRule nobody_reads_the_systems_clock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @Test
    void no_template_writes_text_that_is_not_escaped() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/jte"))) {
            List<Path> templates = files.toList();
            assertThat(templates).isNotEmpty();
            for (Path template : templates) {
                assertThat(Files.readString(template))
                        .as(template.toString())
                        .doesNotContain("$unsafe")
                        .doesNotContainPattern("\\s(style|on[a-z]+)=");
            }
        }
    }
}
