package io.offlinemessages.gateway.sandbox;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxApplicationTest {

    @Test
    void it_is_the_one_program_that_the_build_finds_among_the_tests() {
        List<Class<?>> programs = new ClassFileImporter()
                        .withImportOption(new ImportOption.OnlyIncludeTests())
                        .importPackages("io.offlinemessages.gateway")
                        .stream()
                        .filter(SandboxApplicationTest::hasPublicMain)
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
        assertThat(programs).containsExactly(SandboxApplication.class);
    }

    private static boolean hasPublicMain(JavaClass type) {
        return type.tryGetMethod("main", String[].class)
                .filter(main -> main.getModifiers().contains(PUBLIC))
                .isPresent();
    }
}
