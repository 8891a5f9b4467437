package io.offlinemessages.gateway.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong values: Helm stops with a sentence that names the value, before anything reaches the cluster. */
@Tag("chart")
class ChartRefusalTest {

    @Test
    void an_installation_without_values_is_told_all_that_it_needs() {
        assertThatThrownBy(() -> Chart.bare().render())
                .hasMessageContaining(
                        "config.gateway.upstream.base-url is not set; it must be an http or https address, such as")
                .hasMessageContaining(
                        "users is not set; it must be users.existingSecret, a Secret with the key users.yaml,"
                                + " or for a trial users.inline")
                .hasMessageContaining("upstreamCredential is not set; it must be upstreamCredential.existingSecret");
    }

    /** Each on top of existing-secrets.yaml; several values are parted by a blank. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replicacount=2 | at '': additional properties 'replicacount' not allowed
            image.tagg=1 | at '/image': additional properties 'tagg' not allowed
            tls.enabled=true | at '/tls': additional properties 'enabled' not allowed
            autoscaling.minreplicas=1 | at '/autoscaling': additional properties 'minreplicas' not allowed
            resources.limits.gpu=1 | at '/resources/limits': additional properties 'gpu' not allowed
            networkPolicy.namespaces=x | at '/networkPolicy': additional properties 'namespaces' not allowed
            replicaCount=two | at '/replicaCount': got string, want integer
            replicaCount=-1 | at '/replicaCount': minimum: got -1, want 0
            service.port=70000 | at '/service/port': maximum: got 70,000, want 65,535
            service.type=External | at '/service/type': value must be one of 'ClusterIP', 'NodePort', 'LoadBalancer'
            image.pullPolicy=Sometimes | at '/image/pullPolicy': value must be one of 'IfNotPresent', 'Always', 'Never'
            image.digest=latest | at '/image/digest': 'latest' does not match pattern
            image.repository=a:1 | at '/image/repository': 'a:1' does not match pattern
            ingress.enabled=maybe | at '/ingress/enabled': got string, want boolean
            ingress.hosts[0]=https://x | at '/ingress/hosts/0': 'https://x' does not match pattern
            networkPolicy.apiFromCidrs[0]=10.0.0.1 | at '/networkPolicy/apiFromCidrs/0': '10.0.0.1' does not match pattern
            users.existingSecret=My_Secret | at '/users/existingSecret': 'My_Secret' does not match pattern
            upstreamCredential.password=123456 | at '/upstreamCredential/password': got number, want string
            resources.limits.memory=much | at '/resources/limits/memory': 'much' does not match pattern
            podDisruptionBudget.maxUnavailable=some | at '/podDisruptionBudget/maxUnavailable': 'some' does not match pattern
            topologySpread.whenUnsatisfiable=Never | at '/topologySpread/whenUnsatisfiable': value must be one of
            extraEnv[0].value=x | at '/extraEnv/0': missing property 'name'
            podLabels.team=a/b | at '/podLabels/team': 'a/b' does not match pattern
            config.gateway=x | at '/config/gateway': got string, want object
            config.gateway.cache.ttll=3s | at '/config/gateway/cache': additional properties 'ttll' not allowed
            config.gateway.cache.upstream-directives=maybe | at '/config/gateway/cache/upstream-directives': 'maybe' does not match pattern '^(obey
            config.gateway.cache.list=5s | at '/config/gateway/cache/list': got string, want object
            config.gateway.cache.list.outdates-details=maybe | at '/config/gateway/cache/list/outdates-details': 'maybe' does not match pattern '^(true
            config.gateway.drain=5s | at '/config/gateway/drain': got string, want object
            config.gateway.upstream.base-url= | config.gateway.upstream.base-url is not set; it must be an http or https address
            config.gateway.upstream.base-url=ftp://x | config.gateway.upstream.base-url is "ftp://x"; it must be an http or https address
            config.gateway.upstream.base-url=api.revechat.com | config.gateway.upstream.base-url is "api.revechat.com"; it must be
            config.gateway.upstream.base-url=https://u:p@x | config.gateway.upstream.base-url is an address with a user; it must be
            config.gateway.upstream.credentials=both | at '/config/gateway/upstream/credentials': 'both' does not match pattern '^(service
            config.gateway.upstream.credentials=${MODE} | config.gateway.upstream.credentials is "${mode}"; it must be service or forward.
            config.gateway.upstream.credentials=forward | upstreamCredential is set, but config.gateway.upstream.credentials is forward, which sends callers' own
            config.gateway\\.cache\\.ttl=1s | config has the name "gateway.cache.ttl"; write it nested, without dots.
            config.gateway.drain\\.delay=1s | at '/config/gateway': additional properties 'drain.delay' not allowed
            config.gateway.upstream.password=x | config.gateway.upstream.password cannot be set: the account comes from upstreamCredential
            config.gateway.access.users-file=/x | config.gateway.access.users-file cannot be set: the users file comes from
            config.server.port=9090 | config.server.port is 9090; it must be 8080, the pod's port: service.port is what callers use.
            config.server.http2.enabled=true | config.server.http2.enabled is true; it must be false: HTTP/2 is for the ingress or service mesh in front, which speaks HTTP/1.1 to the gateway.
            config.server.http2=x | at '/config/server/http2': got string, want object
            config.server.http2\\.enabled=true | config.server has the name "http2.enabled"; write it nested, without dots.
            config.server.compression.enabled=true | config.server.compression.enabled is true; it must be false: compressed and plain would share one ETag
            config.server.forward-headers-strategy=native | config.server.forward-headers-strategy is native; it must be none: gateway.trusted-proxies
            config.server.shutdown=immediate | config.server.shutdown is immediate; it must be graceful: spring.lifecycle
            config.server.netty.validate-headers=false | config.server.netty.validate-headers is false; it must be true
            config.server.address=127.0.0.1 | config.server.address cannot be set: callers come by the pod's own address.
            config.management.server.address=127.0.0.1 | config.management.server.address cannot be set: probes and Prometheus come
            config.server.ssl.bundle=x | config.server.ssl cannot be set: TLS is switched on by tls.existingSecret.
            config.management.server.port=9 | config.management.server.port is 9; it must be 8081, where probes and Prometheus look.
            config.management.server.ssl.bundle=x | config.management.server.ssl cannot be set: probes and Prometheus speak plain http
            config.management.endpoints.web.base-path=/ops | config.management.endpoints.web.base-path cannot be set: probes and
            config.spring.config.import=x | config.spring.config cannot be set: the chart says which files are read.
            config.gateway.shared=x | at '/config/gateway/shared': got string, want object
            config.gateway.shared.replicas=two | at '/config/gateway/shared/replicas': 'two' does not match pattern '^[0-9]+$
            shared.secret=x | at '/shared': additional properties 'secret' not allowed
            networkPolicy.redisCidrs[0]=redis | at '/networkPolicy/redisCidrs/0': 'redis' does not match pattern
            config.gateway.shared.redis-url=redis://x | shared.existingSecret is not set; it must be a Secret with the keys secret, username and password, and with Sentinel sentinel-password, while
            shared.existingSecret=x | shared.existingSecret is set, but config.gateway.shared.redis-url is not, so that nothing is shared; set both or none.
            shared.existingSecret=x config.gateway.shared.redis-url=redis://u:hunter2@x | config.gateway.shared.redis-url is an address with a user; it must be without
            shared.existingSecret=x config.gateway.shared.redis-url=http://x | config.gateway.shared.redis-url is "http://x"; it must be an address such as redis://redis:6379
            shared.existingSecret=x config.gateway.shared.redis-url=redis://x config.gateway.shared.replicas=2 | config.gateway.shared.replicas is 2; it must be at least 3, which is replicaCount and the pods that strategy adds while pods are replaced; leave it out for that.
            shared.existingSecret=x config.gateway.shared.redis-url=redis://x networkPolicy.enabled=true networkPolicy.apiFromNamespaces[0]=a | networkPolicy lets nobody out to Redis; networkPolicy.redisNamespaces or
            config.gateway.shared.password=x | config.gateway.shared.password cannot be set: it comes from shared.existingSecret
            config.gateway.shared.sentinel-password=x | config.gateway.shared.sentinel-password cannot be set: it comes from shared.existingSecret
            config.gateway.shared.secret[0]=x | config.gateway.shared.secret cannot be set: it comes from shared.existingSecret
            users.existingSecret= | users is not set; it must be users.existingSecret
            users.inline=x | users.existingSecret and users.inline are both set; exactly one of them says who may call.
            users.existingSecret= users.inline=john | users.inline is not a users file; it must be YAML with a list "users"
            users.existingSecret= users.inline=users: | users.inline is not a users file; it must be YAML with a list "users"
            upstreamCredential.existingSecret= | upstreamCredential is not set; it must be upstreamCredential.existingSecret, a Secret with the keys
            upstreamCredential.username=x | upstreamCredential.existingSecret and upstreamCredential.username or password are both set
            upstreamCredential.existingSecret= upstreamCredential.username=x | upstreamCredential.password is not set; an account is both, username and password.
            upstreamCredential.existingSecret= upstreamCredential.password=x | upstreamCredential.username is not set; an account is both, username and password.
            upstreamCredential.existingSecret= upstreamCredential.username=a:b upstreamCredential.password=x | upstreamCredential.username is "a:b"; it must be a user name without a colon.
            podDisruptionBudget.minAvailable=1 podDisruptionBudget.maxUnavailable=1 | podDisruptionBudget.minAvailable and podDisruptionBudget.maxUnavailable are both set; it must be one of them.
            podDisruptionBudget.maxUnavailable=0 | podDisruptionBudget.maxUnavailable is 0; it must be at least 1, or no node could ever be drained.
            podDisruptionBudget.maxUnavailable=0% | podDisruptionBudget.maxUnavailable is 0%; it must be at least 1
            podDisruptionBudget.maxUnavailable=null podDisruptionBudget.minAvailable=2 | podDisruptionBudget.minAvailable is 2; it must leave at least one of 2 pods (replicaCount) to be evicted
            podDisruptionBudget.maxUnavailable=null podDisruptionBudget.minAvailable=51% | podDisruptionBudget.minAvailable is 51%; it must leave at least one of 2 pods (replicaCount)
            podDisruptionBudget.maxUnavailable=null podDisruptionBudget.minAvailable=3 autoscaling.enabled=true autoscaling.minReplicas=3 | podDisruptionBudget.minAvailable is 3; it must leave at least one of 3 pods (autoscaling.minReplicas)
            autoscaling.enabled=true autoscaling.minReplicas=7 | autoscaling.minReplicas is 7; it must be at most autoscaling.maxReplicas, which is 6.
            autoscaling.enabled=true resources.requests.cpu=null | resources.requests.cpu is not set; autoscaling needs it, because its target is a percentage of it.
            terminationGracePeriodSeconds=29 | terminationGracePeriodSeconds is 29; it must be at least 30: the drain (config.gateway.drain.delay, 5s)
            config.gateway.drain.delay=11s | terminationGracePeriodSeconds is 35; it must be at least 36: the drain (config.gateway.drain.delay, 11s)
            config.gateway.drain.delay=10001ms | it must be at least 36: the drain
            config.gateway.drain.delay=11000 | it must be at least 36: the drain
            config.gateway.drain.delay=1m | it must be at least 85: the drain
            config.spring.lifecycle.timeout-per-shutdown-phase=30s | it must be at least 40: the drain (config.gateway.drain.delay, 5s), what is in flight (config.spring.lifecycle.timeout-per-shutdown-phase, 30s)
            config.gateway.drain.delay=21s | config.gateway.drain.delay is 21s; it must be at most config.spring.lifecycle.timeout-per-shutdown-phase, which is 20s.
            config.gateway.drain.delay=soon | at '/config/gateway/drain/delay': 'soon' does not match pattern '^[0-9]+(ns
            config.gateway.drain.delay=${DRAIN} | config.gateway.drain.delay is "${DRAIN}"; it must be a duration such as 500ms, 5s or 1m.
            ingress.enabled=true | ingress.hosts is empty; it must name at least one host.
            httpRoute.enabled=true | httpRoute.parentRefs is empty; it must name at least one Gateway.
            networkPolicy.enabled=true | networkPolicy lets nobody call the API; networkPolicy.apiFromNamespaces or networkPolicy.apiFromCidrs must name who may.
            fullnameOverride=1st | The name "1st" cannot be a Service's: it must be lower-case letters, digits and hyphens and begin with a letter; set fullnameOverride.
            podLabels.app\\.kubernetes\\.io/name=x | podLabels has app.kubernetes.io/name, which the chart sets itself; choose another label.
            commonLabels.helm\\.sh/chart=x | commonLabels has helm.sh/chart, which the chart sets itself; choose another label.
            podAnnotations.checksum/config=x | podAnnotations has checksum/config, which the chart sets itself; choose another annotation.
            extraEnv[0].name=SPRING_CONFIG_IMPORT | extraEnv has SPRING_CONFIG_IMPORT, which the chart sets itself: the gateway would miss its configuration.
            """)
    void is_refused(String values, String sentence) {
        Verdict.assertRefused(values, sentence);
    }

    /** Values close to a refusal that the chart accepts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            terminationGracePeriodSeconds=30
            config.gateway.drain.delay=10s
            config.gateway.drain.delay=0
            config.server.port=8080 config.management.server.port=8081
            config.server.http2.enabled=false config.server.shutdown=graceful config.server.netty.validate-headers=true
            config.server.compression.enabled=null
            podDisruptionBudget.minAvailable=1
            podDisruptionBudget.maxUnavailable=null podDisruptionBudget.minAvailable=1
            podDisruptionBudget.maxUnavailable=null
            podDisruptionBudget.maxUnavailable=null podDisruptionBudget.minAvailable=50%
            podDisruptionBudget.maxUnavailable=50%
            podDisruptionBudget.enabled=false podDisruptionBudget.maxUnavailable=0
            podDisruptionBudget.maxUnavailable=null podDisruptionBudget.minAvailable=0 replicaCount=0
            replicaCount=1
            replicaCount=0
            autoscaling.enabled=true autoscaling.minReplicas=6
            resources.limits.cpu=null
            resources.limits.memory=1.5Gi
            service.port=8443
            global.imageRegistry=x
            config.logging.level.io\\.offlinemessages=debug
            """)
    void is_not_refused(String values) {
        Verdict.assertAccepted(values);
    }

    @Test
    void a_release_whose_name_cannot_be_a_services_is_refused() {
        assertThatThrownBy(() -> Chart.with("trial.yaml").named("1.2").render())
                .hasMessageContaining("The name \"1.2-offline-messages-gateway\" cannot be a Service's");
        assertThatCode(() -> Chart.with("trial.yaml")
                        .named("1.2")
                        .set("fullnameOverride", "gateway")
                        .render()
                        .resources())
                .doesNotThrowAnyException();
    }

    @Test
    void a_refused_address_does_not_show_its_password() {
        assertThatThrownBy(() -> Verdict.with("config.gateway.upstream.base-url=https://u:hunter2@x")
                        .render())
                .satisfies(thrown -> assertThat(thrown).message().doesNotContain("hunter2"));
    }
}
