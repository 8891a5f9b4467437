package io.offlinemessages.gateway.check;

import java.util.List;
import java.util.Objects;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.util.StringUtils;

/** Says what is wrong in the words that the start itself would use. */
final class Sentences {

    private Sentences() {}

    /** One sentence for whatever stopped the start, or would stop it. */
    static String of(Throwable thrown, Environment environment) {
        return analyzers(environment).stream()
                .map(analyzer -> analyzer.analyze(thrown))
                .filter(Objects::nonNull)
                .findFirst()
                .map(FailureAnalysis::getDescription)
                .orElseGet(() -> unforeseen(thrown));
    }

    private static List<FailureAnalyzer> analyzers(Environment environment) {
        return SpringFactoriesLoader.forDefaultResourceLocation(Sentences.class.getClassLoader())
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(Environment.class, environment),
                        // Those that want the bean factory explain mistakes in code.
                        (type, name, failure) -> {});
    }

    private static String unforeseen(Throwable thrown) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(thrown);
        String message = cause.getClass().getSimpleName() + ", " + cause.getMessage();
        return "The gateway does not start: " + StringUtils.trimTrailingCharacter(message, '.') + '.';
    }
}
