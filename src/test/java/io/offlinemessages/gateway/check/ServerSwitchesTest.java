package io.offlinemessages.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinemessages.gateway.contract.InvalidProperty;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each switch of {@code server.*} and {@code management.server.*}: taken, or refused with a sentence. */
class ServerSwitchesTest {

    private static final List<String> SECTIONS = List.of("server", "management.server");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            server.http2.enabled=true | server.http2.enabled is "true"; it must be false: HTTP/2 is for the ingress or service mesh in front, which speaks HTTP/1.1 to the gateway.
            server.http2.enabled=on | server.http2.enabled is "on"; it must be false: HTTP/2 is
            server.http2.enabled=maybe | server.http2.enabled is "maybe"; it must be true or false.
            server.compression.enabled=true | server.compression.enabled is "true"; it must be false: compressed and plain would share one ETag
            server.compression.mime-types=text/plain | server.compression.mime-types is "***"; it must be left out: nothing here reads it.
            server.compression.min-response-size=1KB | server.compression.min-response-size is "***"; it must be left out
            server.compression.excluded-user-agents[0]=a | server.compression.excluded-user-agents[0] is "***"; it must be left out
            server.forward-headers-strategy=native | server.forward-headers-strategy is "native"; it must be none: gateway.trusted-proxies says whose X-Forwarded-For is believed.
            server.forward-headers-strategy=FRAMEWORK | server.forward-headers-strategy is "FRAMEWORK"; it must be none
            server.forward-headers-strategy= | server.forward-headers-strategy is ""; it must be none
            server.forwardHeadersStrategy=native | server.forward-headers-strategy is "native"; it must be none
            server.shutdown=immediate | server.shutdown is "immediate"; it must be graceful: spring.lifecycle.timeout-per-shutdown-phase bounds how long
            server.netty.validate-headers=false | server.netty.validate-headers is "false"; it must be true
            server.netty.max-keep-alive-requests=0 | server.netty.max-keep-alive-requests is "0"; it must be -1 for no limit, or a number from 1.
            server.netty.max-keep-alive-requests=-2 | server.netty.max-keep-alive-requests is "-2"; it must be
            server.netty.max-keep-alive-requests=many | server.netty.max-keep-alive-requests is "many"; it must be a whole number.
            server.netty.idle-timeout=0s | server.netty.idle-timeout is "0s"; it must be a duration from 100ms to 1h.
            server.netty.idle-timeout=-1s | server.netty.idle-timeout is "-1s"; it must be
            server.netty.idle-timeout=99ms | server.netty.idle-timeout is "99ms"; it must be
            server.netty.idle-timeout=61m | server.netty.idle-timeout is "61m"; it must be
            server.netty.initial-buffer-size=0B | server.netty.initial-buffer-size is "0B"; it must be a size from 1B to 64KB.
            server.netty.initial-buffer-size=65KB | server.netty.initial-buffer-size is "65KB"; it must be
            server.netty.max-initial-line-length=255B | server.netty.max-initial-line-length is "255B"; it must be a size from 256B to 64KB.
            server.netty.max-initial-line-length=65KB | server.netty.max-initial-line-length is "65KB"; it must be
            server.max-http-request-header-size=0B | server.max-http-request-header-size is "0B"; it must be a size from 256B to 64KB.
            server.max-http-request-header-size=4GB | server.max-http-request-header-size is "4GB"; it must be
            server.netty.connection-timeout=1s | server.netty.connection-timeout is "1s"; it must be left out: gateway.limits.request-timeout ends what arrives too slowly.
            server.netty.h2c-max-content-length=1KB | server.netty.h2c-max-content-length is "1KB"; it must be left out: HTTP/2 is not spoken.
            server.server-header=x | server.server-header is "x"; it must be left out: answers have no Server field.
            server.servlet.context-path=/x | server.servlet.context-path is "/x"; it must be left out: the API's paths are fixed.
            server.servlet.encoding.mapping.en=UTF-8 | server.servlet.encoding.mapping.en is "***"; it must be left out
            server.reactive.session.timeout=1m | server.reactive.session.timeout is "***"; it must be left out
            server.error.include-stacktrace=always | server.error.include-stacktrace is "***"; it must be left out
            server.tomcat.threads.max=1 | server.tomcat.threads.max is "***"; it must be left out: nothing here reads it.
            server.jetty.max-connections=1 | server.jetty.max-connections is "***"; it must be left out
            server.undertow.buffer-size=1KB | server.undertow.buffer-size is "***"; it must be left out
            server.netty.idle-timout=hunter2 | server.netty.idle-timout is "***"; it must be left out: nothing here reads it.
            server.ssl.client-aut=need | server.ssl.client-aut is "***"; it must be left out
            server.ssl.protocol=TLSv1.3 | server.ssl.protocol is "***"; it must be left out
            management.server.add-application-context-header=true | management.server.add-application-context-header is "***"; it must be left out
            management.server.ssl.client-aut=need | management.server.ssl.client-aut is "***"; it must be left out
            management.server.http2.enabled=true | management.server.http2.enabled is "***"; it must be left out
            """)
    void these_properties_are_refused(String property, String sentence) {
        assertThat(sentences(given(property))).hasSize(1).first().asString().startsWith(sentence);
    }

    /** Spring Boot would ignore the first ones, and with the last ones take certificates of every public authority. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ssl.bundle=b ssl.enabled-protocols=TLSv1.3 | ssl.enabled-protocols is "***"; it must be left out: %1$s.ssl.bundle is set, and that bundle says it.
            ssl.bundle=b ssl.ciphers[0]=TLS_AES_128_GCM_SHA256 | ssl.ciphers is "***"; it must be left out
            ssl.bundle=b ssl.key-store-password=hunter2 | ssl.key-store-password is "***"; it must be left out
            ssl.bundle=b ssl.trust-certificate=ca.pem | ssl.trust-certificate is "***"; it must be left out
            ssl.certificate=c.pem ssl.client-auth=need | ssl.client-auth is "need"; it must be none without a trust store, which says whose certificates count: %1$s.ssl.trust-certificate, or the truststore of each bundle.
            ssl.bundle=b ssl.client-auth=want | ssl.client-auth is "want"; it must be none without a trust store
            ssl.bundle=with-ca ssl.client-auth=need ssl.server-name-bundles[0].server-name=a ssl.server-name-bundles[0].bundle=b | ssl.client-auth is "need"; it must be
            """)
    void tls_is_refused_where_it_would_protect_less_than_it_says(String properties, String sentence) {
        for (String section : SECTIONS) {
            assertThat(sentences(inSection(section, properties)))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith(section + '.' + sentence.formatted(section));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssl.bundle=b ssl.client-auth=none",
                "ssl.enabled=false ssl.bundle=b ssl.client-auth=need",
                "ssl.bundle=with-ca ssl.client-auth=need ssl.server-name-bundles[0].server-name=a"
                        + " ssl.server-name-bundles[0].bundle=With_CA2",
                "ssl.certificate=c.pem ssl.certificate-private-key=k.pem ssl.trust-certificate=ca.pem ssl.client-auth=want"
                        + " ssl.enabled-protocols=TLSv1.3 ssl.ciphers=TLS_AES_128_GCM_SHA256",
                "ssl.key-store=k.p12 ssl.key-store-type=PKCS12 ssl.key-store-provider=SunJSSE ssl.key-store-password=x"
                        + " ssl.key-password=x ssl.key-alias=a ssl.trust-store=t.p12 ssl.trust-store-type=PKCS12"
                        + " ssl.trust-store-provider=SunJSSE ssl.trust-store-password=x ssl.client-auth=need",
            })
    void tls_is_accepted_where_it_protects_as_much_as_it_says(String properties) {
        for (String section : SECTIONS) {
            assertThat(sentences(inSection(section, properties))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.http2.enabled=false",
                "server.http2.enabled=no",
                "server.http2.enabled=",
                "server.compression.enabled=false",
                "server.forward-headers-strategy=None",
                "server.shutdown=graceful",
                "server.netty.validate-headers=true",
                "server.netty.max-keep-alive-requests=-1",
                "server.netty.max-keep-alive-requests=1",
                "server.netty.idle-timeout=100ms",
                "server.netty.idle-timeout=1h",
                "server.netty.initial-buffer-size=1B",
                "server.netty.initial-buffer-size=64KB",
                "server.netty.max-initial-line-length=256B",
                "server.netty.max-initial-line-length=64KB",
                "server.max-http-request-header-size=256B",
                "server.max-http-request-header-size=64KB",
                "server.port=0",
                "server.address=127.0.0.1",
                "management.server.port=-1",
                "management.server.address=127.0.0.1",
                "management.server.base-path=/ops",
                "serverless.tomcat=1",
            })
    void these_properties_are_accepted(String property) {
        assertThat(sentences(given(property))).isEmpty();
    }

    @Test
    void the_defaults_are_accepted() throws IOException {
        var environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("defaults", new ClassPathResource("application.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        assertThat(sentences(environment)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER_HTTP2_ENABLED, true, server.http2.enabled",
        "SERVER_FORWARDHEADERSSTRATEGY, native, server.forward-headers-strategy",
        "SERVER_FORWARD_HEADERS_STRATEGY, native, server.forward-headers-strategy",
        "SERVER_COMPRESSION_ENABLED, true, server.compression.enabled",
        "SERVER_NETTY_CONNECTIONTIMEOUT, 1s, server.netty.connection-timeout",
        "SERVER_SERVLET_CONTEXTPATH, /x, server.servlet.context-path",
    })
    void a_variable_is_refused_as_well(String variable, String value, String property) {
        assertThat(sentences(variables(Map.of(variable, value))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith(property + " is \"" + value + "\"; it must be ");
    }

    @Test
    void variables_that_kubernetes_sets_for_a_service_of_that_name_are_ignored() {
        assertThat(sentences(variables(Map.of("SERVER_SERVICE_HOST", "10.0.0.1", "SERVER_PORT_80_TCP", "tcp://x"))))
                .isEmpty();
    }

    /** A name that Spring Boot gives up would be taken, and do nothing. */
    @Test
    void spring_boot_documents_each_supported_name() throws IOException {
        assertThat(documented()).containsAll(ServerSwitches.KNOWN);
    }

    /** Before the servers are made, whose own errors are stack traces. */
    @Test
    void the_start_stops_before_servers_are_created() {
        new ApplicationContextRunner()
                .withUserConfiguration(CheckConfiguration.class)
                .withBean("server", Object.class, () -> {
                    throw new AssertionError("made");
                })
                .withPropertyValues("server.http2.enabled=true")
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(InvalidProperty.class)
                        .hasMessageStartingWith("server.http2.enabled is \"true\"; it must be false"));
    }

    private static List<String> sentences(StandardEnvironment environment) {
        ConfigurationPropertySources.attach(environment);
        return ServerSwitches.refusals(environment).stream()
                .map(new ConfigurationAnalyzer()::sentence)
                .toList();
    }

    private static StandardEnvironment given(String property) {
        return file(Map.of(name(property), value(property)));
    }

    /** Beside two bundles with a trust store and one without. */
    private static StandardEnvironment inSection(String section, String properties) {
        var all = new HashMap<String, Object>(Map.of(
                "spring.ssl.bundle.pem.b.keystore.certificate", "c.pem",
                "spring.ssl.bundle.pem.with-ca.truststore.certificate", "ca.pem",
                "spring.ssl.bundle.jks.With_CA2.truststore.location", "t.jks"));
        for (String property : properties.split(" ", -1)) {
            all.put(section + '.' + name(property), value(property));
        }
        return file(all);
    }

    private static String name(String property) {
        return property.substring(0, property.indexOf('='));
    }

    private static String value(String property) {
        return property.substring(property.indexOf('=') + 1);
    }

    private static StandardEnvironment file(Map<String, Object> properties) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("file", properties));
        return environment;
    }

    private static StandardEnvironment variables(Map<String, Object> variables) {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        return environment;
    }

    private static Set<String> documented() throws IOException {
        var names = new HashSet<String>();
        for (URL file : Collections.list(ServerSwitchesTest.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = file.openStream()) {
                for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
                    if (!property.at("/deprecation/level").asString("").equals("error")) {
                        names.add(property.path("name").asString());
                    }
                }
            }
        }
        return names;
    }
}
