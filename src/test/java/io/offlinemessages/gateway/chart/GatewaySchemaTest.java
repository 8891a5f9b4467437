package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.GatewayMetadata;
import io.offlinemessages.gateway.GatewayMetadata.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The chart knows the gateway's properties. After a change of these,
 * {@code ./mvnw test -Dtest=GatewaySchemaTest -Dschema.write} brings its files up to date.
 */
@Tag("chart")
class GatewaySchemaTest {

    private static final String HOW = "./mvnw test -Dtest=GatewaySchemaTest -Dschema.write makes it so";
    private static final Path SCHEMA = Chart.FOLDER.resolve("values.schema.json");
    private static final Path RANGES = Chart.FOLDER.resolve("files").resolve("ranges.json");
    private static final Pattern DEFINITION =
            Pattern.compile("(?s) {4}\"gateway\": \\{\n {6}\"\\$comment\".*?\n {4}\\}");

    private final Collection<Property> properties = GatewayMetadata.read().values();

    @Test
    void the_schema_has_every_property_with_its_type_and_default() throws IOException {
        String definition = GatewaySchema.definition(properties);
        if (isToBeWritten()) {
            Matcher former = DEFINITION.matcher(Files.readString(SCHEMA));
            Files.writeString(SCHEMA, former.replaceFirst(Matcher.quoteReplacement(definition)));
        }
        assertThat(Files.readString(SCHEMA)).as(HOW).contains(definition);
    }

    @Test
    void the_templates_have_the_range_of_every_property() throws IOException {
        String ranges = GatewaySchema.ranges(properties);
        if (isToBeWritten()) {
            Files.writeString(RANGES, ranges);
        }
        assertThat(RANGES).as(HOW).hasContent(ranges);
    }

    private static boolean isToBeWritten() {
        return System.getProperty("schema.write") != null;
    }
}
