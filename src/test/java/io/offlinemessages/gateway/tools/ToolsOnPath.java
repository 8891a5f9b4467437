package io.offlinemessages.gateway.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Looks for the programs of {@link NeedsTools}. */
final class ToolsOnPath implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<String> missing = AnnotationSupport.findAnnotation(context.getElement(), NeedsTools.class).stream()
                .flatMap(needed -> Stream.of(needed.value()))
                .filter(tool -> !isOnPath(tool))
                .toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("nothing is missing");
        }
        if (System.getenv("CI") != null) {
            throw new IllegalStateException("CI must have the programs " + missing + " on its PATH");
        }
        return ConditionEvaluationResult.disabled("needs the programs " + missing + " on the PATH");
    }

    private static boolean isOnPath(String tool) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
