package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that Kubernetes, or the gateway in a new pod, would refuse: Helm stops before, with a sentence for each. */
@Tag("chart")
class ChartLaterFailureTest {

    /** Each on top of existing-secrets.yaml; several values are parted by a blank. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            resources.limits.memory=64Mi | resources.limits.memory is 64Mi; it must be at least 256Mi: half of it is the heap, and classes, code and buffers take as much.
            resources.limits.memory=255Mi resources.requests.memory=128Mi | resources.limits.memory is 255Mi; it must be at least 256Mi
            resources.limits.memory=256Mi | resources.requests.memory is 512Mi; it must be at most resources.limits.memory, which is 256Mi.
            resources.requests.memory=1Gi | resources.requests.memory is 1Gi; it must be at most resources.limits.memory, which is 512Mi.
            resources.requests.cpu=2500m | resources.requests.cpu is 2500m; it must be at most resources.limits.cpu, which is 2.
            resources.requests.ephemeral-storage=2G resources.limits.ephemeral-storage=1Gi | resources.requests.ephemeral-storage is 2G; it must be at most resources.limits.ephemeral-storage, which is 1Gi.
            config.gateway.cache.maximum-size=1GB | config.gateway.cache.maximum-size is 1GB; it must be at most 170MB, two thirds of the heap, which is half of resources.limits.memory (512Mi).
            config.gateway.upstream.max-body=8MB | config.gateway.upstream.max-body is 8MB; 64 of them at once (config.resilience4j.bulkhead.instances.upstream.max-concurrent-calls) must take at most 170MB
            config.spring.cloud.gateway.server.webflux.httpclient.pool.max-connections=10 | max-connections is 10; it must be at least config.resilience4j.bulkhead.instances.upstream.max-concurrent-calls, which is 64.
            extraVolumes[0].name=ca extraVolumeMounts[0].name=ca extraVolumeMounts[0].mountPath=/etc/gateway/users | extraVolumeMounts has the path "/etc/gateway/users", which would hide or change /etc/gateway/users; it must be another one, such as /etc/gateway/ca.
            extraVolumes[0].name=ca extraVolumeMounts[0].name=ca extraVolumeMounts[0].mountPath=/etc/gateway/config/more/ | extraVolumeMounts has the path "/etc/gateway/config/more", which would hide or change /etc/gateway/config
            extraVolumes[0].name=ca extraVolumeMounts[0].name=ca extraVolumeMounts[0].mountPath=/etc//gateway | extraVolumeMounts has the path "/etc/gateway", which would hide or change /etc/gateway/config
            extraVolumes[0].name=ca extraVolumeMounts[0].name=ca extraVolumeMounts[0].mountPath=/var/../tmp/x | extraVolumeMounts has the path "/tmp/x", which would hide or change /tmp
            extraVolumes[0].name=ca extraVolumeMounts[0].name=ca extraVolumeMounts[0].mountPath=/ | extraVolumeMounts has the path "/", which would hide or change /etc/gateway/config
            extraVolumes[0].name=ca extraVolumeMounts[0].name=ca extraVolumeMounts[0].mountPath=/app | extraVolumeMounts has the path "/app", which would hide or change /app/classpath
            extraVolumeMounts[0].name=ca extraVolumeMounts[0].mountPath=/ca | extraVolumeMounts has the name "ca"; it must be a name of extraVolumes.
            extraVolumes[0].name=users | extraVolumes has the name "users", which the chart has itself; choose another name.
            extraVolumes[0].name=a extraVolumes[1].name=a | extraVolumes has the name "a" twice; each name must stand once.
            extraVolumes[0].name=a.b | extraVolumes has the name "a.b"; it must be up to 63 lower-case letters, digits and hyphens.
            extraVolumes[0].name=a extraVolumes[0].emptyDir.medium=Memory extraVolumes[0].secret.secretName=x | extraVolumes has emptyDir and secret for "a"; it must be one kind of volume.
            extraContainers[0].name=a extraContainers[0].image=b extraContainers[0].volumeMounts[0].name=ca | extraContainers mounts "ca" in a; it must be a name of extraVolumes.
            extraEnv[0].name=GATEWAY_UPSTREAM_PASSWORD extraEnv[0].value=x | extraEnv has GATEWAY_UPSTREAM_PASSWORD in clear; it must come from a Secret: upstreamCredential.existingSecret.
            extraEnv[0].name=gateway_upstream_password extraEnv[0].value=x | extraEnv has gateway_upstream_password in clear
            extraEnv[0].name=gateway.upstream.password extraEnv[0].value=x | extraEnv has gateway.upstream.password in clear
            extraEnv[0].name=GATEWAY_SHARED_PASSWORD extraEnv[0].value=x | extraEnv has GATEWAY_SHARED_PASSWORD in clear; it must come from a Secret: shared.existingSecret.
            extraEnv[0].name=GATEWAY_SHARED_SENTINELPASSWORD extraEnv[0].value=x | extraEnv has GATEWAY_SHARED_SENTINELPASSWORD in clear
            extraEnv[0].name=GATEWAY_SHARED_SENTINEL_PASSWORD extraEnv[0].valueFrom.configMapKeyRef.name=x | extraEnv has GATEWAY_SHARED_SENTINEL_PASSWORD in clear
            extraEnv[0].name=GATEWAY_SHARED_SECRET extraEnv[0].value=x | extraEnv has GATEWAY_SHARED_SECRET in clear
            extraEnv[0].name=GATEWAY_SHARED_SECRET_0_ extraEnv[0].value=x | extraEnv has GATEWAY_SHARED_SECRET_0_ in clear
            extraEnv[0].name=JAVA_TOOL_OPTIONS extraEnv[0].value=-Dgateway.upstream.password=x | extraEnv has a password or secret of the gateway in the value of JAVA_TOOL_OPTIONS; it must come from a Secret: upstreamCredential.existingSecret or shared.existingSecret.
            extraEnv[0].name=GATEWAY_DRAIN_DELAY extraEnv[0].value=9s | extraEnv has GATEWAY_DRAIN_DELAY, which must be set as config.gateway.drain.delay, where the chart reads it.
            extraEnv[0].name=SERVER_PORT extraEnv[0].value=x | extraEnv has SERVER_PORT, which must be left out: service.port is what callers use.
            extraEnv[0].name=SERVER_SSL_BUNDLE extraEnv[0].value=x | extraEnv has SERVER_SSL_BUNDLE, which must be left out: TLS is switched on by tls.existingSecret.
            extraEnv[0].name=SERVER_HTTP2_ENABLED extraEnv[0].value=on | extraEnv has SERVER_HTTP2_ENABLED with "on"; it must be false.
            extraEnv[0].name=GATEWAY_CHECK extraEnv[0].value=x | extraEnv has GATEWAY_CHECK, which must be left out: the gateway would check, and end.
            extraEnv[0].name=spring.config.name extraEnv[0].value=x | extraEnv has spring.config.name, which must be left out: the gateway would miss its configuration.
            extraEnv[0].name=GATEWAY_CACHE_TTL extraEnv[0].value=30seconds | extraEnv has GATEWAY_CACHE_TTL with "30seconds"; it must be a duration from 0s to 30d.
            extraEnv[0].name=GATEWAY_LIMITS_REQUESTSPERMINUTE extraEnv[0].value=abc | extraEnv has GATEWAY_LIMITS_REQUESTSPERMINUTE with "abc"; it must be a number from 0 to 1000000.
            extraEnv[0].name=GATEWAY_UPSTREAM_MAX_BODY extraEnv[0].value=65MB | extraEnv has GATEWAY_UPSTREAM_MAX_BODY with "65MB"; it must be a size from 1B to 64MB.
            extraEnv[0].name=A extraEnv[1].name=A | extraEnv has A twice; each name must stand once.
            extraEnv[0].name=A extraEnv[0].value=x extraEnv[0].valueFrom.fieldRef.fieldPath=y | extraEnv has value and valueFrom for A; it must be one of them.
            extraEnv[0].name=A extraEnv[0].valueFrom.fieldRef.fieldPath=x extraEnv[0].valueFrom.secretKeyRef.name=y | extraEnv has fieldRef and secretKeyRef for A; it must be one of them.
            tolerations[0].operator=Exists tolerations[0].value=x | tolerations has the value "x" with operator Exists; it must be without a value.
            tolerations[0].operator=Equal | tolerations has an entry without key; its operator must be Exists.
            tolerations[0].key=a tolerations[0].tolerationSeconds=1 | tolerations has tolerationSeconds with effect ""; it must be NoExecute.
            topologySpread.topologyKeys[0]=a@b | topologySpread.topologyKeys has "a@b"; it must be the name of a label, such as topology.kubernetes.io/zone.
            nodeSelector.a=b/c | nodeSelector has the value "b/c" for a; it must be the value of a label
            podLabels.a@b=c | podLabels has the name "a@b"; it must be one such as team or example.com/team.
            service.annotations.-a=b | service.annotations has the name "-a"; it must be one such as team or example.com/team.
            networkPolicy.apiFromCidrs[0]=300.0.0.0/8 | networkPolicy.apiFromCidrs has "300.0.0.0/8"; it must be a network, such as 10.0.0.0/8 or fd00::/8.
            networkPolicy.apiFromCidrs[0]=10.0.0.0/33 | networkPolicy.apiFromCidrs has "10.0.0.0/33"
            networkPolicy.enabled=true networkPolicy.apiFromNamespaces[0]=a networkPolicy.upstreamCidrs=null | networkPolicy lets the pods out to no upstream; networkPolicy.upstreamCidrs or networkPolicy.extraEgress must name where it is.
            networkPolicy.enabled=true networkPolicy.apiFromNamespaces[0]=a config.gateway.upstream.base-url=http://${HOST}:80 | config.gateway.upstream.base-url is "http://${HOST}:80"; it must be without ${…}, because networkPolicy lets the pods out to its port.
            config.gateway.upstream.base-url=https://u:${PASSWORD}@x | config.gateway.upstream.base-url is an address with a user; it must be
            config.Gateway.cache.ttl=1s | config has the name "Gateway"; write it as gateway.
            config.spring.lifecycle\\.timeout-per-shutdown-phase=60s | config.spring has the name "lifecycle.timeout-per-shutdown-phase"; write it nested, without dots.
            shared.existingSecret=x config.gateway.shared.redis-url=redis-sentinel://x | config.gateway.shared.redis-url is "redis-sentinel://x"; it must end with the name of the master, such as redis-sentinel://sentinel:26379/0#master.
            shared.existingSecret=x config.gateway.shared.redis-url=redis://x config.gateway.shared.ssl-bundle=y | config.gateway.shared.ssl-bundle is "y"; it must be left out while config.gateway.shared.redis-url is "redis://x", which is without TLS.
            """)
    void is_refused(String values, String sentence) {
        Verdict.assertRefused(values, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            username: john, password: secret, role: Admin | users.inline has a password that is no hash in its entry 1; it must begin with {bcrypt}, {argon2}, {scrypt}, {pbkdf2} or $2y$.
            username: john, password: $2y$10$x, role: Boss | users.inline has the role "Boss" in its entry 1; it must be Super Admin, Admin or Agent.
            username: john, role: Admin | users.inline lacks a username, password or role in its entry 1; each entry must have all three.
            """)
    void a_user_whom_the_gateway_would_not_read_is_refused(String user, String sentence) {
        assertThatThrownBy(() -> Chart.with("trial.yaml")
                        .set("users.inline", "users:\n- " + user.replace(", ", "\n  "))
                        .render())
                .hasMessageContaining(sentence)
                .satisfies(thrown -> assertThat(thrown).message().doesNotContain("secret,", "10$x"));
    }

    /** Values close to a refusal that the chart accepts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            resources.limits.memory=256Mi resources.requests.memory=256Mi
            resources.limits.memory=268435456 resources.requests.memory=268435456
            resources.limits.memory=null resources.requests.memory=2Gi
            resources.limits.cpu=null resources.requests.cpu=8
            resources.requests.cpu=2000m
            config.gateway.cache.maximum-size=170MB
            config.gateway.cache.maximum-size=1GB extraEnv[0].name=JAVA_TOOL_OPTIONS extraEnv[0].value=-Xmx2g
            config.gateway.upstream.max-body=8MB resources.limits.memory=4Gi
            extraVolumes[0].name=ca extraVolumeMounts[0].name=ca extraVolumeMounts[0].mountPath=/etc/gateway/configuration
            extraVolumes[0].name=ca extraVolumeMounts[0].name=ca extraVolumeMounts[0].mountPath=/app/config
            extraEnv[0].name=GATEWAY_UPSTREAM_PASSWORD extraEnv[0].valueFrom.secretKeyRef.name=x extraEnv[0].valueFrom.secretKeyRef.key=y
            extraEnv[0].name=JAVA_TOOL_OPTIONS extraEnv[0].value=-Djavax.net.ssl.trustStorePassword=changeit
            extraEnv[0].name=GATEWAY_CACHE_TTL extraEnv[0].value=$(TTL)
            extraEnv[0].name=SERVER_SHUTDOWN extraEnv[0].value=graceful
            tolerations[0].operator=Exists
            networkPolicy.enabled=true networkPolicy.apiFromCidrs[0]=fd00::/8
            config.gateway.upstream.base-url=${UPSTREAM}
            config.server.port=null
            """)
    void is_not_refused(String values) {
        Verdict.assertAccepted(values);
    }
}
