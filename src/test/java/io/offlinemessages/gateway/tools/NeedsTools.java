package io.offlinemessages.gateway.tools;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The programs that a test runs, by the names that they have on the {@code PATH}. Where one is missing the test is skipped and
 * says so; in CI (environment variable {@code CI}) it fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ToolsOnPath.class)
public @interface NeedsTools {

    /** The names of the programs. */
    String[] value();
}
