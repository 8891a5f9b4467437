package io.offlinemessages.gateway.check;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Says what an actuator endpoint's access may be, where Spring Boot's own words name a class. */
final class AccessAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException>
        implements Ordered {

    private static final Pattern ACCESS = Pattern.compile("management\\.endpoint\\.[a-z]+\\.access");

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, InvalidConfigurationPropertyValueException cause) {
        return ACCESS.matcher(cause.getName()).matches()
                ? new FailureAnalysis(
                        cause.getName() + " is \"" + cause.getValue()
                                + "\"; it must be one of none, read-only, unrestricted.",
                        null,
                        rootFailure)
                : null;
    }
}
