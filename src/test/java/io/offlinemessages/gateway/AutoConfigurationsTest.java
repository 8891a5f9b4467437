package io.offlinemessages.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Configuration;

/** The two lists that a start reads in the place of a search. */
class AutoConfigurationsTest {

    /** Which auto-configurations of the class path the gateway does without, and why. A new release may bring some for either list. */
    private static final Map<String, String> LEFT_OUT = table("""
            AopAutoConfiguration | nothing is advised, so that each bean need not be looked at
            MessageSourceAutoConfiguration | there are no texts in other languages
            SpringApplicationAdminJmxAutoConfiguration | no JMX: what it shows, the actuator shows
            JmxAutoConfiguration | no JMX
            JmxEndpointAutoConfiguration | no JMX
            JmxMetricsExportAutoConfiguration | no JMX
            TaskExecutionAutoConfiguration | what may block has pools of its own
            TaskSchedulingAutoConfiguration | nothing is scheduled by Spring
            TaskExecutorMetricsAutoConfiguration | nothing runs in executors of Spring
            ScheduledTasksEndpointAutoConfiguration | nothing is scheduled by Spring
            ScheduledTasksObservationAutoConfiguration | nothing is scheduled by Spring
            ReactorAutoConfiguration | sets thread locals anew at each signal, where it is asked to
            ReactiveMultipartAutoConfiguration | content of requests is dropped
            WebSessionIdResolverAutoConfiguration | there are no sessions
            AuditAutoConfiguration | nobody writes audit events
            AuditEventsEndpointAutoConfiguration | nobody writes audit events
            HttpExchangesEndpointAutoConfiguration | nobody keeps exchanges: the access log tells them
            WebFluxHttpExchangesAutoConfiguration | nobody keeps exchanges
            Jackson2EndpointAutoConfiguration | Jackson 3 it is
            Log4J2MetricsAutoConfiguration | Logback it is
            MetricsAspectsAutoConfiguration | nothing is advised
            AppOpticsMetricsExportAutoConfiguration | meters are scraped by Prometheus
            AtlasMetricsExportAutoConfiguration | as above
            DatadogMetricsExportAutoConfiguration | as above
            DynatraceMetricsExportAutoConfiguration | as above
            ElasticMetricsExportAutoConfiguration | as above
            GangliaMetricsExportAutoConfiguration | as above
            GraphiteMetricsExportAutoConfiguration | as above
            HumioMetricsExportAutoConfiguration | as above
            InfluxMetricsExportAutoConfiguration | as above
            KairosMetricsExportAutoConfiguration | as above
            NewRelicMetricsExportAutoConfiguration | as above
            OtlpMetricsExportAutoConfiguration | as above
            StackdriverMetricsExportAutoConfiguration | as above
            StatsdMetricsExportAutoConfiguration | as above
            OtlpExemplarsAutoConfiguration | as above
            ZipkinWithOpenTelemetryTracingAutoConfiguration | spans are sent by OTLP
            OpenTelemetryLoggingAutoConfiguration | logs are never sent
            OtlpLoggingAutoConfiguration | logs are never sent
            """);

    /** Libraries of which it uses the parts, and none of the auto-configurations. */
    private static final Map<String, String> LEFT_OUT_WHOLLY = Map.of(
            "io.github.resilience4j.", "ResilienceConfiguration makes the registries",
            "org.springframework.cloud.", "RoutingConfiguration and UpstreamConfiguration make what is used");

    @Test
    void each_auto_configuration_of_the_class_path_is_either_used_or_left_out() {
        List<String> others = candidates(AutoConfiguration.class)
                .filter(name -> LEFT_OUT_WHOLLY.keySet().stream().noneMatch(name::startsWith))
                .filter(name -> candidates(GatewayApplication.class).noneMatch(name::equals))
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .toList();
        assertThat(others).containsExactlyInAnyOrderElementsOf(LEFT_OUT.keySet());
    }

    @Test
    void each_used_auto_configuration_is_on_the_class_path_and_listed_once() {
        assertThat(candidates(GatewayApplication.class))
                .doesNotHaveDuplicates()
                .isSubsetOf(candidates(AutoConfiguration.class).toList());
    }

    @Test
    void each_configuration_of_a_room_is_in_use() {
        var own = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(GatewayApplication.class.getPackageName());
        assertThat(candidates(Rooms.class))
                .containsExactlyInAnyOrderElementsOf(own.stream()
                        .filter(type -> type.isAnnotatedWith(Configuration.class))
                        .map(JavaClass::getName)
                        .toList());
    }

    private static Stream<String> candidates(Class<?> list) {
        return ImportCandidates.load(list, GatewayApplication.class.getClassLoader()).getCandidates().stream();
    }

    private static Map<String, String> table(String rows) {
        return rows.lines()
                .map(row -> row.split(" \\| ", 2))
                .collect(Collectors.toMap(row -> row[0], row -> row[1], (one, other) -> one, TreeMap::new));
    }
}
