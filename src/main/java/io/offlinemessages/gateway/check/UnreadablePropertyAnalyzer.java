package io.offlinemessages.gateway.check;

import java.lang.invoke.MethodType;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** Says in one sentence which property cannot be read as what it must be, or which {@code gateway.*} property is not known at all. */
public final class UnreadablePropertyAnalyzer extends AbstractFailureAnalyzer<BindException> implements Ordered {

    private static final Map<Class<?>, String> ALLOWED = Map.of(
            Duration.class, "a duration such as 500ms, 30s or 10m",
            DataSize.class, "a size such as 512KB or 64MB",
            int.class, "a whole number",
            long.class, "a whole number",
            float.class, "a number",
            double.class, "a number",
            boolean.class, "true or false",
            URI.class, "an http or https address such as https://api.revechat.com");

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        var unknown = findCause(cause, UnboundConfigurationPropertiesException.class);
        if (unknown != null && cause.getName().toString().startsWith("gateway")) {
            return new FailureAnalysis(unknown(unknown), null, rootFailure);
        }
        boolean unreadable = findCause(cause, ConversionFailedException.class) != null
                || findCause(cause, ConverterNotFoundException.class) != null;
        ConfigurationProperty property = cause.getProperty();
        if (!unreadable || property == null) {
            return null;
        }
        ResolvableType target = cause.getTarget().getType();
        boolean several = Collection.class.isAssignableFrom(target.resolve(Object.class));
        Class<?> type = (several ? target.getGeneric(0) : target).resolve(Object.class);
        String sentence = property.getName() + " is \"" + shown(type, property.getValue()) + "\"; it must be "
                + allowed(type) + ".";
        return new FailureAnalysis(sentence, null, rootFailure);
    }

    private static String unknown(UnboundConfigurationPropertiesException thrown) {
        return thrown.getUnboundProperties().stream()
                .map(UnreadablePropertyAnalyzer::unknown)
                .collect(Collectors.joining(" "));
    }

    /** The sentence for a name that is not known; without the value, which may be a secret under a misspelt name. */
    public static String unknown(ConfigurationProperty property) {
        return property.getName() + " (" + property.getOrigin()
                + ") is not a known property; config/application.yaml lists all that are.";
    }

    /** A user in an address would bring its password. */
    private static Object shown(Class<?> type, Object value) {
        return type == URI.class && value.toString().contains("@") ? "(an address with a user)" : value;
    }

    private static String allowed(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant ->
                                    constant.toString().toLowerCase(Locale.ROOT).replace('_', ' '))
                            .collect(Collectors.joining(", "));
        }
        Class<?> simple = ClassUtils.isPrimitiveWrapper(type)
                ? MethodType.methodType(type).unwrap().returnType()
                : type;
        return ALLOWED.getOrDefault(simple, "a value of type " + type.getSimpleName());
    }
}
