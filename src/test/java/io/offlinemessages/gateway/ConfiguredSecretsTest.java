package io.offlinemessages.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.Secret;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ClassPathResource;

/** {@code /actuator/info} tells what {@code gateway.*} is and what has a default; so no secret may be a text there. */
class ConfiguredSecretsTest {

    private static final Pattern SECRET =
            Pattern.compile("password|passphrase|secret|token|private-?key|credential$", Pattern.CASE_INSENSITIVE);

    @Test
    void each_property_that_sounds_secret_has_the_type_that_is_never_printed() {
        List<RecordComponent> secrets = components(GatewayProperties.class)
                .filter(component -> SECRET.matcher(component.getName()).find())
                .toList();
        assertThat(secrets)
                .isNotEmpty()
                .allSatisfy(secret -> assertThat(secret.getGenericType().getTypeName())
                        .isIn(Secret.class.getName(), List.class.getName() + '<' + Secret.class.getName() + '>'));
    }

    @Test
    void no_secret_has_a_default() throws IOException {
        var defaults = (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
                .load("defaults", new ClassPathResource("application.yaml"))
                .get(0);
        assertThat(defaults.getPropertyNames())
                .hasSizeGreaterThan(50)
                .noneMatch(name -> SECRET.matcher(name).find());
    }

    private static Stream<RecordComponent> components(Class<?> section) {
        return Arrays.stream(section.getRecordComponents())
                .flatMap(component -> component.getType().isRecord() && component.getType() != Secret.class
                        ? components(component.getType())
                        : Stream.of(component));
    }
}
