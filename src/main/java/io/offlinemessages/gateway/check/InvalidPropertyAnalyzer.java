package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.contract.InvalidProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the sentence of a refused property in the place of a stack trace. */
final class InvalidPropertyAnalyzer extends AbstractFailureAnalyzer<InvalidProperty> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidProperty cause) {
        return new FailureAnalysis(cause.getMessage(), null, rootFailure);
    }
}
