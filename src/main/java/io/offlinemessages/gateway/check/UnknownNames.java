package io.offlinemessages.gateway.check;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * A bind handler that finds unknown names below {@code gateway} where Spring Boot does not look for them. An unknown system property
 * stops the start, as an argument does. An unknown environment variable is only reported, because other software sets such variables,
 * too.
 */
final class UnknownNames implements ConfigurationPropertiesBindHandlerAdvisor {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("gateway");

    /** The variables that Kubernetes sets for a Service named gateway, and the one of the check mode. */
    private static final Pattern FOREIGN =
            Pattern.compile("GATEWAY_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_.+)?|CHECK)");

    private final Consumer<String> told;

    /**
     * @param told takes a sentence for each environment variable that sets no property
     */
    UnknownNames(Consumer<String> told) {
        this.told = told;
    }

    @Override
    public BindHandler apply(BindHandler handler) {
        return new AbstractBindHandler(handler) {
            @Override
            public void onFinish(
                    ConfigurationPropertyName name, Bindable<?> target, BindContext context, @Nullable Object result)
                    throws Exception {
                super.onFinish(name, target, context, result);
                if (name.equals(PREFIX)) {
                    var known =
                            PropertyNames.of(name.toString(), target.getType().resolve(Object.class));
                    for (ConfigurationPropertySource source : context.getSources()) {
                        look(source, known);
                    }
                }
            }
        };
    }

    private void look(ConfigurationPropertySource source, PropertyNames known)
            throws UnboundConfigurationPropertiesException {
        if (!(source.getUnderlyingSource() instanceof MapPropertySource named)) {
            return;
        }
        if (named.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)) {
            unknown(List.of(named.getPropertyNames()), known).forEach(told);
        }
        if (named.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)
                && source instanceof IterableConfigurationPropertySource all) {
            Set<ConfigurationProperty> unknown = all.stream()
                    .filter(name -> PREFIX.isAncestorOf(name) && !known.have(name))
                    .map(all::getConfigurationProperty)
                    .collect(Collectors.toSet());
            if (!unknown.isEmpty()) {
                throw new UnboundConfigurationPropertiesException(unknown);
            }
        }
    }

    /** A sentence for each variable that is spelled like one of the gateway's and sets no property. */
    static Stream<String> unknown(List<String> variables, PropertyNames known) {
        return variables.stream()
                .filter(variable -> variable.regionMatches(true, 0, "GATEWAY_", 0, 8)
                        || variable.regionMatches(true, 0, "gateway.", 0, 8))
                .filter(variable -> !FOREIGN.matcher(variable).matches() && !known.haveVariable(variable))
                .sorted()
                .map(variable -> "The environment variable " + variable + " sets no property; the nearest that does is "
                        + known.nearestVariable(variable) + '.');
    }
}
