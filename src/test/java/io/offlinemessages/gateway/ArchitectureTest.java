package io.offlinemessages.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the house, and what each leans on. */
class ArchitectureTest {

    private static final String ROOT = "io.offlinemessages.gateway";

    /** What leans on what. The application, which puts the rooms together, may lean on all, and nobody on it. */
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            entry("contract", Set.of()),
            entry("watch", Set.of()),
            entry("limits", Set.of("contract")),
            entry("access", Set.of("contract", "limits", "watch")),
            entry("admission", Set.of("contract", "access")),
            entry("shared", Set.of("contract", "watch")),
            entry("upstream", Set.of("contract", "shared", "watch")),
            entry("cache", Set.of("contract", "shared", "upstream")),
            entry("telemetry", Set.of("contract", "access", "admission", "upstream", "cache")),
            entry("hitlane", Set.of("contract", "limits", "access", "admission", "cache", "telemetry")),
            entry("wire", Set.of("contract", "limits", "telemetry", "hitlane")),
            entry("web", Set.of("contract", "limits", "access", "admission", "cache", "telemetry")),
            entry("check", Set.of("contract", "access", "shared", "upstream", "cache")));

    private static final Pattern LEANING =
            Pattern.compile("leans on (no other room|[a-z, ]+?)(?: and not on Spring)?\\.");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void each_room_leans_on_the_rooms_of_the_table_and_on_no_other() {
        assertThat(leanings()).isEqualTo(new TreeMap<>(ROOMS));
    }

    /** The sentence of {@code package-info.java}, such as "…; leans on contract and access." */
    @Test
    void each_package_names_the_rooms_that_it_leans_on() throws IOException {
        for (var room : ROOMS.entrySet()) {
            String text = Files.readString(
                            Path.of("src/main/java", ROOT.replace('.', '/'), room.getKey(), "package-info.java"))
                    .replaceAll("\\s*\\*?\\s+", " ");
            Matcher leaning = LEANING.matcher(text);
            assertThat(leaning.find()).as(room.getKey()).isTrue();
            assertThat(Stream.of(leaning.group(1).split(",? and | *, *"))
                            .filter(name -> !name.equals("no other room"))
                            .collect(Collectors.toSet()))
                    .as(room.getKey())
                    .isEqualTo(room.getValue());
        }
    }

    @Test
    void the_rooms_have_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void the_contract_knows_neither_spring_nor_opentelemetry() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".contract")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.opentelemetry..", "io.micrometer.tracing..")
                .check(CLASSES);
    }

    @Test
    void configurations_are_package_private() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Configuration")
                .should()
                .bePackagePrivate()
                .check(CLASSES);
    }

    @Test
    void names_say_what_a_class_is() {
        noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)").check(CLASSES);
    }

    /** For each room the others that its classes depend on. */
    private Map<String, Set<String>> leanings() {
        var found = new TreeMap<String, Set<String>>();
        for (JavaClass each : CLASSES) {
            String room = room(each);
            if (!room.equals(ROOT)) {
                Set<String> others = found.computeIfAbsent(room, name -> new TreeSet<>());
                each.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> target.getPackageName().startsWith(ROOT))
                        .map(ArchitectureTest::room)
                        .filter(other -> !other.equals(room))
                        .forEach(others::add);
            }
        }
        return found;
    }

    private static String room(JavaClass type) {
        return type.getPackageName().replaceFirst("^" + ROOT + "\\.([^.]*).*", "$1");
    }
}
