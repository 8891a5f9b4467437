package io.offlinemessages.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class LoggedExceptionsTest {

    @Test
    void escape_sequences_of_an_exception_do_not_reach_the_log(CapturedOutput output) {
        try (var application = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run()) {
            LoggerFactory.getLogger(getClass())
                    .error(
                            "Unforeseen.",
                            new IOException("\u001b[2J\u0007\u009b31m and\ttab", new IOException("\rforged")));
            assertThat(application.isActive()).isTrue();
        }
        assertThat(output.getOut())
                .containsOnlyOnce("java.io.IOException: ?[2J??31m and\ttab\n\tat ")
                .contains("Caused by: java.io.IOException: ?forged\n\t");
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
