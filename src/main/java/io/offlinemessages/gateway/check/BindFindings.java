package io.offlinemessages.gateway.check;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * A bind handler that reports each refused property and continues with the default in its place, so that one start finds many. A
 * failure without a sentence stops the start.
 */
final class BindFindings implements ConfigurationPropertiesBindHandlerAdvisor {

    private final Report report;
    private final ConfigurationAnalyzer analyzer;
    private final Set<ConfigurationPropertyName> refused = new HashSet<>();

    BindFindings(Report report, ConfigurationAnalyzer analyzer) {
        this.report = report;
        this.analyzer = analyzer;
    }

    /** Reports a sentence that a start would only log. */
    void find(String sentence) {
        report.finding(sentence);
    }

    @Override
    public BindHandler apply(BindHandler handler) {
        return new AbstractBindHandler(handler) {
            @Override
            public @Nullable Object onFailure(
                    ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
                    throws Exception {
                if (!isConsequence(name)) {
                    String sentence = analyzer.sentence(context.getConfigurationProperty(), target, error);
                    if (sentence == null) {
                        return super.onFailure(name, target, context, error);
                    }
                    report.finding(sentence);
                    refused.add(withoutIndex(name));
                }
                return null;
            }

            @Override
            public void onFinish(
                    ConfigurationPropertyName name, Bindable<?> target, BindContext context, @Nullable Object result)
                    throws Exception {
                try {
                    super.onFinish(name, target, context, result);
                } catch (UnboundConfigurationPropertiesException e) {
                    var unknown = e.getUnboundProperties().stream()
                            .filter(property -> !refused.contains(withoutIndex(property.getName())))
                            .toList();
                    ConfigurationAnalyzer.unknown(unknown).forEach(report::finding);
                }
            }
        };
    }

    /** A section fails to bind as a consequence of a refusal within it. */
    private boolean isConsequence(ConfigurationPropertyName name) {
        return refused.stream().anyMatch(part -> name.equals(part) || name.isAncestorOf(part));
    }

    private static ConfigurationPropertyName withoutIndex(ConfigurationPropertyName name) {
        return name.isLastElementIndexed() ? name.getParent() : name;
    }
}
