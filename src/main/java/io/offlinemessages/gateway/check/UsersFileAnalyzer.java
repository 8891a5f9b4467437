package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.access.UsersFileException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the sentence of a refused users file in the place of a stack trace. */
final class UsersFileAnalyzer extends AbstractFailureAnalyzer<UsersFileException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UsersFileException cause) {
        return new FailureAnalysis("gateway.access.users-file: " + cause.getMessage(), null, rootFailure);
    }
}
