package io.offlinemessages.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of the house, and what each may lean on. */
class ArchitectureTest {

    private static final String ROOT = "io.offlinemessages.gateway";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void each_room_leans_only_on_the_rooms_that_it_may() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .layer("application")
                .definedBy(ROOT)
                .layer("contract")
                .definedBy(ROOT + ".contract")
                .layer("watch")
                .definedBy(ROOT + ".watch")
                .layer("limits")
                .definedBy(ROOT + ".limits")
                .layer("access")
                .definedBy(ROOT + ".access")
                .layer("admission")
                .definedBy(ROOT + ".admission")
                .layer("upstream")
                .definedBy(ROOT + ".upstream")
                .layer("cache")
                .definedBy(ROOT + ".cache")
                .layer("telemetry")
                .definedBy(ROOT + ".telemetry")
                .layer("hitlane")
                .definedBy(ROOT + ".hitlane")
                .layer("wire")
                .definedBy(ROOT + ".wire")
                .layer("web")
                .definedBy(ROOT + ".web")
                .layer("check")
                .definedBy(ROOT + ".check")
                .whereLayer("application")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("contract")
                .mayNotAccessAnyLayer()
                .whereLayer("watch")
                .mayNotAccessAnyLayer()
                .whereLayer("limits")
                .mayOnlyAccessLayers("contract")
                .whereLayer("access")
                .mayOnlyAccessLayers("contract", "limits", "watch")
                .whereLayer("admission")
                .mayOnlyAccessLayers("contract", "access")
                .whereLayer("upstream")
                .mayOnlyAccessLayers("contract", "watch")
                .whereLayer("cache")
                .mayOnlyAccessLayers("contract", "upstream")
                .whereLayer("telemetry")
                .mayOnlyAccessLayers("contract", "access", "admission", "cache")
                .whereLayer("hitlane")
                .mayOnlyAccessLayers("contract", "limits", "access", "admission", "cache", "telemetry")
                .whereLayer("wire")
                .mayOnlyAccessLayers("contract", "limits", "hitlane")
                .whereLayer("web")
                .mayOnlyAccessLayers(
                        "contract", "limits", "access", "admission", "upstream", "cache", "telemetry", "wire")
                .whereLayer("check")
                .mayOnlyAccessLayers("contract", "watch", "access", "upstream")
                .check(classes);
    }

    @Test
    void the_rooms_have_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void the_contract_knows_neither_spring_nor_opentelemetry() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".contract")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.opentelemetry..", "io.micrometer.tracing..")
                .check(classes);
    }

    @Test
    void spring_configuration_is_nobody_elses_business() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Configuration")
                .should()
                .bePackagePrivate()
                .check(classes);
    }

    @Test
    void names_say_what_a_class_is() {
        noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)").check(classes);
    }
}
