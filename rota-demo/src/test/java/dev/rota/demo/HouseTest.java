package dev.rota.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between all modules, and the map of the house. */
final class HouseTest {
    private static final Path ROOT = Path.of("..");
    private static JavaClasses house;

    @BeforeAll
    static void read() {
        house = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.rota");
    }

    @Test
    void arrows_point_down() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy(
                        "dev.rota",
                        "dev.rota.retry",
                        "dev.rota.job",
                        "dev.rota.schedule",
                        "dev.rota.event",
                        "dev.rota.console",
                        "dev.rota.store",
                        "dev.rota.engine")
                .layer("jackson")
                .definedBy("dev.rota.jackson..")
                .layer("jdbc")
                .definedBy("dev.rota.jdbc..")
                .layer("sqlite")
                .definedBy("dev.rota.sqlite..")
                .layer("postgres")
                .definedBy("dev.rota.postgres..")
                .layer("mail")
                .definedBy("dev.rota.mail..")
                .layer("web")
                .definedBy("dev.rota.web..")
                .layer("micrometer")
                .definedBy("dev.rota.micrometer..")
                .layer("alerts")
                .definedBy("dev.rota.alerts..")
                .layer("starter")
                .definedBy("dev.rota.spring..")
                .layer("systems")
                .definedBy("dev.rota.systems..")
                .layer("demo")
                .definedBy("dev.rota.demo..")
                .whereLayer("demo")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("systems")
                .mayOnlyBeAccessedByLayers("demo")
                .whereLayer("web")
                .mayOnlyBeAccessedByLayers("starter", "demo")
                .whereLayer("starter")
                .mayOnlyBeAccessedByLayers("systems", "demo")
                .whereLayer("alerts")
                .mayOnlyBeAccessedByLayers("web", "starter")
                .whereLayer("micrometer")
                .mayOnlyBeAccessedByLayers("starter")
                .whereLayer("sqlite")
                .mayOnlyBeAccessedByLayers("starter")
                .whereLayer("postgres")
                .mayOnlyBeAccessedByLayers("starter")
                .whereLayer("jdbc")
                .mayOnlyBeAccessedByLayers("sqlite", "postgres", "starter")
                .whereLayer("mail")
                .mayOnlyBeAccessedByLayers("web", "alerts", "starter", "systems", "demo")
                .whereLayer("jackson")
                .mayOnlyBeAccessedByLayers("starter", "web")
                .check(house);
    }

    @Test
    void nobody_outside_the_core_knows_its_machinery() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.rota", "dev.rota.engine")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.rota.engine")
                .check(house);
    }

    @Test
    void nobody_reads_the_systems_clock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(house);
    }

    @Test
    void every_place_on_the_map_exists() throws IOException {
        String map = Files.readString(ROOT.resolve("docs/architecture.md"));
        Matcher places = Pattern.compile("`([\\w.-]+/[\\w./-]+\\.\\w+)`").matcher(map);
        List<String> missing = new ArrayList<>();
        int count = 0;
        while (places.find()) {
            count++;
            if (!Files.exists(ROOT.resolve(places.group(1)))) {
                missing.add(places.group(1));
            }
        }
        assertThat(missing).isEmpty();
        assertThat(count).isGreaterThan(20);
    }
}
