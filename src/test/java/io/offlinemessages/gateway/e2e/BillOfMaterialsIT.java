package io.offlinemessages.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials (CycloneDX) that the packaged program carries. */
class BillOfMaterialsIT {

    private static final String LIBRARIES = "BOOT-INF/lib/";

    /** Put in by the packaging itself, after the bill is made. */
    private static final String JAR_TOOLS = "spring-boot-jarmode-tools-";

    private static final Pattern CLASSIFIER = Pattern.compile("classifier=([^&]+)");

    @Test
    void it_claims_neither_licence_nor_address_of_the_parent() throws IOException {
        try (var jar = new JarFile(GatewayProcess.jar().toFile())) {
            JsonNode gateway = bill(jar).get("metadata").get("component");

            assertThat(gateway.get("name").asString()).isEqualTo("offline-messages-gateway");
            assertThat(gateway.get("publisher").asString()).contains("Offline Messages Gateway");
            assertThat(gateway.toString()).doesNotContain("Apache-2.0", "spring");
        }
    }

    @Test
    void it_lists_each_library_of_the_jar_with_its_version() throws IOException {
        try (var jar = new JarFile(GatewayProcess.jar().toFile())) {
            JsonNode bill = bill(jar);

            assertThat(bill.get("bomFormat").asString()).isEqualTo("CycloneDX");
            assertThat(bill.get("components").valueStream().map(BillOfMaterialsIT::fileName))
                    .containsAll(libraries(jar));
        }
    }

    private static JsonNode bill(JarFile jar) throws IOException {
        String location = jar.getManifest().getMainAttributes().getValue("Sbom-Location");
        try (var in = jar.getInputStream(jar.getEntry(location))) {
            return JsonMapper.shared().readTree(in);
        }
    }

    private static String fileName(JsonNode component) {
        var classifier = CLASSIFIER.matcher(component.get("purl").asString());
        return component.get("name").asString() + '-' + component.get("version").asString()
                + (classifier.find() ? '-' + classifier.group(1) : "") + ".jar";
    }

    private static List<String> libraries(JarFile jar) {
        return jar.stream()
                .map(JarEntry::getName)
                .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
                .map(name -> name.substring(LIBRARIES.length()))
                .filter(name -> !name.startsWith(JAR_TOOLS))
                .toList();
    }
}
