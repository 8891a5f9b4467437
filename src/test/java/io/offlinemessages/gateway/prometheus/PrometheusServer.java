package io.offlinemessages.gateway.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus on loopback that scrapes every second, with the labels that a ServiceMonitor gives, and has the chart's rules. */
public final class PrometheusServer implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final Process process;

    /** Starts one in the folder, and waits until it has scraped all targets: management ports by the names of their pods. */
    public PrometheusServer(Path folder, Map<String, Integer> targets) {
        try {
            String listen = "127.0.0.1:" + freePort();
            address = "http://" + listen + "/api/v1/";
            process = new ProcessBuilder(
                            "prometheus",
                            "--config.file="
                                    + Files.writeString(folder.resolve("prometheus.yaml"), configuration(targets)),
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=" + listen)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("prometheus.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Awaitility.await("all targets up")
                    .atMost(Duration.ofSeconds(30))
                    .ignoreException(UncheckedIOException.class)
                    .until(() -> values("count(up == 1)").equals(List.of((double) targets.size())));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static String configuration(Map<String, Integer> targets) {
        return """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: ["%s"]
            scrape_configs:
              - job_name: gateway
                metrics_path: /actuator/prometheus
                static_configs: [%s]
            """.formatted(
                        AlertRules.FILE.toAbsolutePath(),
                        targets.entrySet().stream()
                                .map(target -> target(target.getKey(), target.getValue()))
                                .collect(Collectors.joining(", ")));
    }

    private static String target(String pod, int port) {
        return "{targets: ['127.0.0.1:%d'], labels: {namespace: messages, service: gateway, pod: %s}}"
                .formatted(port, pod);
    }

    /** The values of an expression now, without those that are no number; fails where Prometheus refuses the expression. */
    public List<Double> values(String expression) {
        JsonNode result = ask("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        return result.get("result")
                .valueStream()
                .map(series ->
                        Double.valueOf(series.at("/value/1").stringValue().replace("Inf", "Infinity")))
                .filter(Double::isFinite)
                .toList();
    }

    /** What the rules' last evaluations came to, by their names: {@code ok}, or what was wrong. */
    public Map<String, String> rules() {
        return ask("rules")
                .get("groups")
                .valueStream()
                .flatMap(group -> group.get("rules").valueStream())
                .collect(Collectors.toMap(
                        rule -> rule.get("name").stringValue(),
                        rule -> rule.get("health").stringValue()
                                + rule.path("lastError").asString("")));
    }

    private JsonNode ask(String path) {
        try {
            HttpResponse<String> response =
                    http.send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
            if (response.statusCode() == 503) {
                throw new IOException("Prometheus is not ready: " + response.body());
            }
            JsonNode answer = JsonMapper.shared().readTree(response.body());
            if (!answer.get("status").stringValue().equals("success")) {
                throw new AssertionError(path + ": " + answer.get("error").stringValue());
            }
            return answer.get("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
