package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.access.UsersFileException;
import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionException;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** The failure analyzer for properties and the users file. It replaces the stack trace by one sentence: name, value, what is allowed. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ConfigurationAnalyzer extends AbstractFailureAnalyzer<Throwable> {

    private static final Map<Class<?>, String> ALLOWED = Map.of(
            Duration.class, "a duration such as 500ms, 30s or 10m",
            DataSize.class, "a size such as 512KB or 64MB",
            Integer.class, "a whole number",
            Long.class, "a whole number",
            Float.class, "a number",
            Double.class, "a number",
            Boolean.class, "true or false",
            Role.class, "one of " + Role.labels());

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Throwable cause) {
        String sentence = sentence(rootFailure);
        return sentence == null ? null : new FailureAnalysis(sentence, null, rootFailure);
    }

    /** The sentence for the failure that stopped a start; null where there is none. */
    @Nullable
    String sentence(Throwable thrown) {
        var users = findCause(thrown, UsersFileException.class);
        var value = findCause(thrown, InvalidConfigurationPropertyValueException.class);
        var bind = findCause(thrown, BindException.class);
        var unknown = findCause(thrown, UnboundConfigurationPropertiesException.class);
        if (users != null) {
            return "gateway.access.users-file: " + users.getMessage();
        }
        if (value != null && value.getName().endsWith(".access")) {
            return refused(value.getName(), value.getValue(), "one of none, read-only, unrestricted");
        }
        if (value != null && value.getName().endsWith("server.port")) {
            return refused(value.getName(), value.getValue(), StartupChecks.PORT);
        }
        if (bind == null) {
            return sentence(null, Bindable.of(Object.class), thrown);
        }
        return unknown != null && bind.getName().toString().startsWith("gateway")
                ? String.join(" ", unknown(unknown.getUnboundProperties()))
                : sentence(bind.getProperty(), bind.getTarget(), bind);
    }

    /** The sentence for a property that could not be bound; null where there is none. */
    @Nullable
    String sentence(@Nullable ConfigurationProperty property, Bindable<?> target, Throwable thrown) {
        var invalid = findCause(thrown, InvalidProperty.class);
        if (invalid != null) {
            return invalid.getMessage();
        }
        if (property == null || findCause(thrown, ConversionException.class) == null) {
            return null;
        }
        ResolvableType whole = target.getType();
        boolean several = Collection.class.isAssignableFrom(whole.resolve(Object.class));
        Class<?> type =
                ClassUtils.resolvePrimitiveIfNecessary((several ? whole.getGeneric() : whole).resolve(Object.class));
        String name = property.getName().toString();
        return refused(name, property.getValue(), name.endsWith("server.port") ? StartupChecks.PORT : allowed(type));
    }

    /** A sentence for each unknown name, without the value, which may be a secret under a misspelt name. */
    static List<String> unknown(Collection<ConfigurationProperty> properties) {
        return properties.stream()
                .map(property -> property.getName() + " (" + property.getOrigin()
                        + ") is not a known property; config/application.yaml lists all that are.")
                .toList();
    }

    private static String refused(String property, @Nullable Object value, String allowed) {
        return property + " is \"" + value + "\"; it must be " + allowed + '.';
    }

    private static String allowed(Class<?> type) {
        return type.isEnum() && !ALLOWED.containsKey(type)
                ? Arrays.stream(type.getEnumConstants())
                        .map(constant ->
                                constant.toString().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", ", "one of ", ""))
                : ALLOWED.getOrDefault(type, "a value of type " + type.getSimpleName());
    }
}
