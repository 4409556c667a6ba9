package dev.rota;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

/** The arrows between the packages of the core. The list of exemptions is empty, and stays so. */
@AnalyzeClasses(packages = "dev.rota", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule packages_know_only_those_below_them = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("retry")
            .definedBy("dev.rota.retry")
            .layer("job")
            .definedBy("dev.rota.job")
            .layer("schedule")
            .definedBy("dev.rota.schedule")
            .layer("event")
            .definedBy("dev.rota.event")
            .layer("console")
            .definedBy("dev.rota.console")
            .layer("store")
            .definedBy("dev.rota.store")
            .layer("engine")
            .definedBy("dev.rota.engine")
            .layer("root")
            .definedBy("dev.rota")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("engine", "root")
            .whereLayer("console")
            .mayOnlyBeAccessedByLayers("store", "engine", "root")
            .whereLayer("event")
            .mayOnlyBeAccessedByLayers("console", "store", "engine", "root")
            .whereLayer("schedule")
            .mayOnlyBeAccessedByLayers("event", "console", "store", "engine", "root")
            .whereLayer("job")
            .mayOnlyBeAccessedByLayers("schedule", "event", "console", "store", "engine", "root");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("dev.rota.(*)..").should().beFreeOfCycles();

    /** {@code com.sun.management} is a part of Java that every JDK supports: the time that a process has used stands there. */
    @ArchTest
    static final ArchRule the_core_depends_on_slf4j_and_nothing_else = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.rota..", "java..", "com.sun.management", "org.slf4j..", "org.jspecify..");

    @ArchTest
    static final ArchRule only_the_engines_front_is_public = classes()
            .that()
            .resideInAPackage("dev.rota.engine")
            .and()
            .areTopLevelClasses()
            .and()
            .arePublic()
            .should()
            .haveSimpleName("Engine")
            .orShould()
            .haveSimpleName("EngineSettings")
            .orShould()
            .haveSimpleName("Events")
            .orShould()
            .haveSimpleName("FirePlanning")
            .orShould()
            .haveSimpleName("Handlers");

    @ArchTest
    static final ArchRule nobody_reads_the_systems_clock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule nobody_sleeps = noClasses().should().callMethodWhere(sleeps());

    @ArchTest
    static final ArchRule names_say_what_a_class_is = noClasses()
            .should()
            .haveSimpleNameContaining("Manager")
            .orShould()
            .haveSimpleNameContaining("Helper")
            .orShould()
            .haveSimpleNameContaining("Util")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameStartingWith("Abstract")
            .orShould()
            .haveSimpleNameContaining("Processor");

    @ArchTest
    static final ArchRule methods_take_six_parameters_at_the_most =
            noMethods().that().areDeclaredInClassesThat(areNoRecords()).should(new ParameterCount(6));

    private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall> sleeps() {
        return DescribedPredicate.describe(
                "Thread.sleep",
                call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                        && call.getName().equals("sleep"));
    }

    private static DescribedPredicate<JavaClass> areNoRecords() {
        return DescribedPredicate.describe("are no records", type -> !type.isRecord());
    }
}
