{{/*
Refuses values that contradict each other, or that only together are enough, with a sentence for each; what is wrong by itself
(types, unknown names) is the business of values.schema.json.
*/}}
{{- define "offline-messages-gateway.validate" -}}
{{- $wrong := list }}
{{- range list "names" "config" "settings" "users" "credential" "shared" "replicas" "rollout" "grace" "routing" "monitoring" "containers" "resources" "files" "environment" "placement" }}
{{- $sentences := include (printf "offline-messages-gateway.validate.%s" .) $ }}
{{- $wrong = concat $wrong (splitList "\n" $sentences) }}
{{- end }}
{{- with without $wrong "" }}
{{- if include "offline-messages-gateway.isLint" $ }}
{{- /* "helm lint" takes "fail" for advice; the error of any other function shows the same sentences, and stops it. */}}
{{- semverCompare (join " " .) "0" }}
{{- end }}
{{- fail (printf "\n\n%s\n" (join "\n" .)) }}
{{- end }}
{{- end }}

{{/* Something for "helm lint", whose release is neither installed nor upgraded; it restores defaults that values set to null. */}}
{{- define "offline-messages-gateway.isLint" -}}
{{- if not (or .Release.IsInstall .Release.IsUpgrade) }}true{{ end }}
{{- end }}

{{- define "offline-messages-gateway.validate.names" -}}
{{- $name := include "offline-messages-gateway.fullname" . }}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" $name) }}
The name "{{ $name }}" cannot be a Service's: it must be lower-case letters, digits and hyphens and begin with a letter; set fullnameOverride.
{{- end }}
{{- $labelled := dict "podLabels" .Values.podLabels "commonLabels" .Values.commonLabels }}
{{- range list "service" "ingress" "httpRoute" "serviceMonitor" "prometheusRule" "dashboard" }}
{{- $labelled = set $labelled (printf "%s.labels" .) (index $.Values .).labels }}
{{- end }}
{{- range $labels, $of := $labelled }}
{{- range $label, $value := $of }}
{{- if or (eq $label "helm.sh/chart") (regexMatch "^app.kubernetes.io/(name|instance|component|version|managed-by)$" $label) }}
{{ $labels }} has {{ $label }}, which the chart sets itself; choose another label.
{{- end }}
{{- end }}
{{- end }}
{{- if hasKey .Values.podAnnotations "checksum/config" }}
podAnnotations has checksum/config, which the chart sets itself; choose another annotation.
{{- end }}
{{- range $annotation, $value := .Values.commonAnnotations }}
{{- if regexMatch "^helm[.]sh/hook" $annotation }}
commonAnnotations has {{ $annotation }}, which would make every object a hook; use extraObjects for hooks.
{{- end }}
{{- end }}
{{- end }}

{{/* What stands in a map, the first of two, below a name with dots, the second; nothing where nothing does. */}}
{{- define "offline-messages-gateway.configured" -}}
{{- $at := first . }}
{{- range splitList "." (last .) }}
{{- if kindIs "map" $at }}
{{- $at = get $at . }}
{{- else }}
{{- $at = "" }}
{{- end }}
{{- end }}
{{- if kindIs "float64" $at }}
{{- ternary (int64 $at) $at (eq $at (floor $at)) }}
{{- else if or $at (has (kindOf $at) (list "bool" "int64" "int")) }}
{{- $at }}
{{- end }}
{{- end }}

{{- define "offline-messages-gateway.validate.config" -}}
{{- $url := dig "gateway" "upstream" "base-url" "" .Values.config }}
{{- if empty $url }}
config.gateway.upstream.base-url is not set; it must be an http or https address, such as https://api.revechat.com.
{{- else if not (or (and (contains "${" (toString $url)) (not (contains "@" (toString $url)))) (regexMatch "^(?i:https?)://[^/?#@\\s]+(/[^?#@\\s]*)?$" (toString $url))) }}
config.gateway.upstream.base-url is {{ if contains "@" (toString $url) }}an address with a user{{ else }}"{{ $url }}"{{ end }}; it must be an http or https address without user, query or fragment, such as https://api.revechat.com.
{{- else if and (contains "${" (toString $url)) .Values.networkPolicy.enabled }}
config.gateway.upstream.base-url is "{{ $url }}"; it must be without ${…}, because networkPolicy lets the pods out to its port.
{{- end }}
{{- if not (has (include "offline-messages-gateway.credentials" .) (list "service" "forward")) }}
config.gateway.upstream.credentials is "{{ include "offline-messages-gateway.credentials" . }}"; it must be service or forward.
{{- end }}
{{- $keys := dict "config" .Values.config }}
{{- range list "server" "spring" "management" }}
{{- $keys = set $keys (printf "config.%s" .) (dig . (dict) $.Values.config) }}
{{- end }}
{{- range $where, $map := $keys }}
{{- range $key, $value := $map }}
{{- if contains "." $key }}
{{ $where }} has the name "{{ $key }}"; write it nested, without dots.
{{- else if and (eq $where "config") (has (lower $key) (list "gateway" "server" "spring" "management")) (ne $key (lower $key)) }}
config has the name "{{ $key }}"; write it as {{ lower $key }}.
{{- end }}
{{- end }}
{{- end }}
{{- $only := list
  (list "server.http2.enabled" "false" "HTTP/2 is for the ingress or service mesh in front, which speaks HTTP/1.1 to the gateway")
  (list "server.compression.enabled" "false" "compressed and plain would share one ETag, and the hit lane compresses nothing; an ingress may do it")
  (list "server.forward-headers-strategy" "none" "gateway.trusted-proxies says whose X-Forwarded-For is believed")
  (list "server.shutdown" "graceful" "spring.lifecycle.timeout-per-shutdown-phase bounds how long requests in flight may take")
  (list "server.netty.validate-headers" "true" "else heads that RFC 9112 forbids are taken")
}}
{{- range $only }}
{{- $at := include "offline-messages-gateway.configured" (list $.Values.config (first .)) }}
{{- if and $at (ne $at (index . 1)) }}
config.{{ first . }} is {{ $at }}; it must be {{ index . 1 }}: {{ last . }}.
{{- end }}
{{- end }}
{{- $taken := list
  (list "gateway.access.users-file" "the users file comes from users.existingSecret or users.inline")
  (list "gateway.upstream.username" "the account comes from upstreamCredential, so that it stays out of the ConfigMap")
  (list "gateway.upstream.password" "the account comes from upstreamCredential, so that it stays out of the ConfigMap")
  (list "gateway.shared.secret" "it comes from shared.existingSecret, so that it stays out of the ConfigMap")
  (list "gateway.shared.username" "it comes from shared.existingSecret")
  (list "gateway.shared.password" "it comes from shared.existingSecret, so that it stays out of the ConfigMap")
  (list "gateway.shared.sentinel-password" "it comes from shared.existingSecret, so that it stays out of the ConfigMap")
  (list "server.address" "callers come by the pod's own address")
  (list "server.ssl" "TLS is switched on by tls.existingSecret")
  (list "spring.ssl.bundle.pem.server" "that bundle is made from tls.existingSecret")
  (list "spring.config" "the chart says which files are read")
  (list "management.server.address" "probes and Prometheus come by the pod's own address")
  (list "management.server.ssl" "probes and Prometheus speak plain http to the management port")
  (list "management.server.base-path" "probes and Prometheus look below /actuator")
  (list "management.endpoints.web.base-path" "probes and Prometheus look below /actuator")
}}
{{- $port := include "offline-messages-gateway.configured" (list .Values.config "server.port") | default "8080" }}
{{- if ne $port "8080" }}
config.server.port is {{ $port }}; it must be 8080, the pod's port: service.port is what callers use.
{{- end }}
{{- $port = include "offline-messages-gateway.configured" (list .Values.config "management.server.port") | default "8081" }}
{{- if ne $port "8081" }}
config.management.server.port is {{ $port }}; it must be 8081, where probes and Prometheus look.
{{- end }}
{{- range $taken }}
{{- if include "offline-messages-gateway.configured" (list $.Values.config (first .)) }}
config.{{ first . }} cannot be set: {{ last . }}.
{{- end }}
{{- end }}
{{- end }}

{{- define "offline-messages-gateway.validate.users" -}}
{{- with .Values.users }}
{{- if and .existingSecret .inline }}
users.existingSecret and users.inline are both set; exactly one of them says who may call.
{{- else if not (or .existingSecret .inline) }}
users is not set; it must be users.existingSecret, a Secret with the key users.yaml, or for a trial users.inline, the users file itself (--set-file users.inline=users.yaml).
{{- else if .inline }}
{{- $file := fromYaml .inline }}
{{- if not (and (kindIs "slice" (get $file "users")) (get $file "users")) }}
users.inline is not a users file; it must be YAML with a list "users" of username, password (a hash) and role.
{{- else }}
{{- range $at, $user := get $file "users" }}
{{- if not (and (kindIs "map" $user) (get $user "username") (get $user "password") (get $user "role")) }}
users.inline lacks a username, password or role in its entry {{ add1 $at }}; each entry must have all three.
{{- else if not (regexMatch "^([{](bcrypt|argon2|scrypt|pbkdf2)[^}]*[}]|[$]2[aby][$])" (toString (get $user "password"))) }}
users.inline has a password that is no hash in its entry {{ add1 $at }}; it must begin with {bcrypt}, {argon2}, {scrypt}, {pbkdf2} or $2y$.
{{- else if not (has (get $user "role") (list "Super Admin" "Admin" "Agent")) }}
users.inline has the role "{{ get $user "role" }}" in its entry {{ add1 $at }}; it must be Super Admin, Admin or Agent.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "offline-messages-gateway.validate.credential" -}}
{{- $inline := or .Values.upstreamCredential.username .Values.upstreamCredential.password }}
{{- $existing := .Values.upstreamCredential.existingSecret }}
{{- if eq (include "offline-messages-gateway.credentials" .) "forward" }}
{{- if or $inline $existing }}
upstreamCredential is set, but config.gateway.upstream.credentials is forward, which sends callers' own credentials; remove one of them.
{{- end }}
{{- else if and $inline $existing }}
upstreamCredential.existingSecret and upstreamCredential.username or password are both set; exactly one of them is the gateway's account.
{{- else if not (or $inline $existing) }}
upstreamCredential is not set; it must be upstreamCredential.existingSecret, a Secret with the keys username and password, or for a trial upstreamCredential.username and upstreamCredential.password.
{{- else if $inline }}
{{- range list "username" "password" }}
{{- if not (get $.Values.upstreamCredential .) }}
upstreamCredential.{{ . }} is not set; an account is both, username and password.
{{- end }}
{{- end }}
{{- if contains ":" .Values.upstreamCredential.username }}
upstreamCredential.username is "{{ .Values.upstreamCredential.username }}"; it must be a user name without a colon.
{{- end }}
{{- end }}
{{- end }}

{{- define "offline-messages-gateway.validate.shared" -}}
{{- $url := include "offline-messages-gateway.redisUrl" . }}
{{- $most := include "offline-messages-gateway.mostReplicas" . | int }}
{{- $counted := include "offline-messages-gateway.configured" (list .Values.config "gateway.shared.replicas") }}
{{- $mostName := ternary "autoscaling.maxReplicas" "replicaCount" .Values.autoscaling.enabled }}
{{- if and $url (not .Values.shared.existingSecret) }}
shared.existingSecret is not set; it must be a Secret with the keys secret, username and password, and with Sentinel sentinel-password, while config.gateway.shared.redis-url is set.
{{- else if and .Values.shared.existingSecret (not $url) }}
shared.existingSecret is set, but config.gateway.shared.redis-url is not, so that nothing is shared; set both or none.
{{- end }}
{{- if and $url (contains "@" $url) }}
config.gateway.shared.redis-url is an address with a user; it must be without, because user and password come from shared.existingSecret.
{{- else if and $url (not (regexMatch "^rediss?(-sentinel)?://[^/?#\\s]+" $url)) }}
config.gateway.shared.redis-url is "{{ $url }}"; it must be an address such as redis://redis:6379, rediss://redis:6379 or redis-sentinel://sentinel:26379/0#master.
{{- else if and (contains "sentinel://" $url) (not (contains "#" $url)) }}
config.gateway.shared.redis-url is "{{ $url }}"; it must end with the name of the master, such as redis-sentinel://sentinel:26379/0#master.
{{- end }}
{{- $bundle := include "offline-messages-gateway.configured" (list .Values.config "gateway.shared.ssl-bundle") }}
{{- if and $url $bundle (not (hasPrefix "rediss" $url)) }}
config.gateway.shared.ssl-bundle is "{{ $bundle }}"; it must be left out while config.gateway.shared.redis-url is "{{ $url }}", which is without TLS.
{{- end }}
{{- if and $url (regexMatch "^[0-9]+$" $counted) (lt (int $counted) $most) }}
config.gateway.shared.replicas is {{ int $counted }}; it must be at least {{ $most }}, which is {{ $mostName }} and the pods that strategy adds while pods are replaced; leave it out for that.
{{- end }}
{{- if and $url (not $counted) (gt $most 1000) }}
{{ $mostName }} allows {{ $most }} pods at once, with those that strategy adds while pods are replaced; at most 1000 can share.
{{- end }}
{{- $budget := dig "gateway" "upstream" "requests-per-minute" 0 .Values.config }}
{{- $parts := default $most (int $counted) }}
{{- if and $url (has (kindOf $budget) (list "int" "int64" "float64")) (gt (int $budget) 0) (lt (int $budget) $parts) }}
config.gateway.upstream.requests-per-minute is {{ int $budget }}; it must be 0 (no limit), or at least gateway.shared.replicas, which is {{ $parts }}.
{{- end }}
{{- with .Values.networkPolicy }}
{{- if and $url .enabled (empty .redisNamespaces) (empty .redisCidrs) }}
networkPolicy lets nobody out to Redis; networkPolicy.redisNamespaces or networkPolicy.redisCidrs must name where it is.
{{- end }}
{{- end }}
{{- end }}

{{- define "offline-messages-gateway.validate.replicas" -}}
{{- $least := include "offline-messages-gateway.leastReplicas" . | int }}
{{- $leastName := ternary "autoscaling.minReplicas" "replicaCount" .Values.autoscaling.enabled }}
{{- with .Values.autoscaling }}
{{- if .enabled }}
{{- if gt (int .minReplicas) (int .maxReplicas) }}
autoscaling.minReplicas is {{ int .minReplicas }}; it must be at most autoscaling.maxReplicas, which is {{ int .maxReplicas }}.
{{- end }}
{{- if not (or .targetCPUUtilizationPercentage .metrics) }}
autoscaling has nothing to scale by; set autoscaling.targetCPUUtilizationPercentage or autoscaling.metrics.
{{- end }}
{{- if and .targetCPUUtilizationPercentage (not (dig "requests" "cpu" "" $.Values.resources)) }}
resources.requests.cpu is not set; autoscaling needs it, because its target is a percentage of it.
{{- end }}
{{- range $where := list "extraContainers" "initContainers" }}
{{- range index $.Values $where }}
{{- $stays := or (eq $where "extraContainers") .restartPolicy }}
{{- $requested := include "offline-messages-gateway.configured" (list . "resources.requests.cpu") }}
{{- if and $stays $.Values.autoscaling.targetCPUUtilizationPercentage (not $requested) (not (include "offline-messages-gateway.isLint" $)) }}
{{ $where }} has no resources.requests.cpu in {{ .name }}; autoscaling needs it of each container, because its target is a percentage of their sum.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.podDisruptionBudget }}
{{- if .enabled }}
{{- $hasMin := not (kindIs "invalid" .minAvailable) }}
{{- $hasMax := not (kindIs "invalid" .maxUnavailable) }}
{{- if and $hasMin $hasMax }}
podDisruptionBudget.minAvailable and podDisruptionBudget.maxUnavailable are both set; it must be one of them.
{{- else if $hasMin }}
{{- $pods := include "offline-messages-gateway.share" (list .minAvailable $least 99) | int }}
{{- if and $pods (ge $pods $least) }}
podDisruptionBudget.minAvailable is {{ .minAvailable }}; it must leave at least one of {{ $least }} pods ({{ $leastName }}) to be evicted, or no node could ever be drained.
{{- end }}
{{- else if has (toString .maxUnavailable) (list "0" "0%") }}
podDisruptionBudget.maxUnavailable is {{ .maxUnavailable }}; it must be at least 1, or no node could ever be drained.
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* A duration of Spring's (500ms, 5s, a bare number of milliseconds, or PT5S) in milliseconds; nothing when it is none. */}}
{{- define "offline-messages-gateway.milliseconds" -}}
{{- $text := toString . }}
{{- if kindIs "float64" . }}{{ $text = toString (int64 .) }}{{ end }}
{{- $units := dict "" 1 "ms" 1 "s" 1000 "m" 60000 "h" 3600000 "d" 86400000 }}
{{- if regexMatch "^[0-9]{1,9}(ms|s|m|h|d)?$" $text }}
{{- mul (regexFind "^[0-9]+" $text | int64) (get $units (regexFind "[a-z]*$" $text)) }}
{{- else if regexMatch "^[0-9]{1,15}(ns|us)$" $text }}
{{- div (regexFind "^[0-9]+" $text | int64) (ternary 1000 1000000 (hasSuffix "us" $text)) }}
{{- else if regexMatch "^P([0-9]{1,9}D)?(T([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,9}S)?)?$" $text }}
{{- $sum := 0 }}
{{- range regexFindAll "[0-9]+[DHMS]" $text -1 }}
{{- $sum = add $sum (mul (regexFind "^[0-9]+" . | int64) (get $units (regexFind "[DHMS]$" . | lower))) }}
{{- end }}
{{- $sum }}
{{- end }}
{{- end }}

{{- define "offline-messages-gateway.validate.grace" -}}
{{- $drain := include "offline-messages-gateway.configured" (list .Values.config "gateway.drain.delay") | default "5s" }}
{{- $phase := include "offline-messages-gateway.configured" (list .Values.config "spring.lifecycle.timeout-per-shutdown-phase") | default "20s" }}
{{- $durations := dict "config.gateway.drain.delay" $drain "config.spring.lifecycle.timeout-per-shutdown-phase" $phase }}
{{- $sum := 0 }}
{{- $readable := true }}
{{- range $name, $duration := $durations }}
{{- $milliseconds := include "offline-messages-gateway.milliseconds" $duration }}
{{- if $milliseconds }}
{{- $sum = add $sum (int64 $milliseconds) }}
{{- else }}
{{- $readable = false }}
{{ $name }} is "{{ $duration }}"; it must be a duration such as 500ms, 5s or 1m.
{{- end }}
{{- end }}
{{- $drainTime := include "offline-messages-gateway.milliseconds" $drain }}
{{- if and $readable (gt (int64 $drainTime) (int64 (include "offline-messages-gateway.milliseconds" $phase))) }}
config.gateway.drain.delay is {{ $drain }}; it must be at most config.spring.lifecycle.timeout-per-shutdown-phase, which is {{ $phase }}.
{{- end }}
{{- $least := add (div (add $sum 999) 1000) 5 }}
{{- if and $readable (lt (int64 .Values.terminationGracePeriodSeconds) $least) }}
terminationGracePeriodSeconds is {{ int .Values.terminationGracePeriodSeconds }}; it must be at least {{ $least }}: the drain (config.gateway.drain.delay, {{ $drain }}), what is in flight (config.spring.lifecycle.timeout-per-shutdown-phase, {{ $phase }}) and 5 seconds to stop.
{{- end }}
{{- end }}

{{- define "offline-messages-gateway.validate.routing" -}}
{{- with .Values.service }}
{{- if ne .type "LoadBalancer" }}
{{- range list "loadBalancerClass" "loadBalancerSourceRanges" }}
{{- if get $.Values.service . }}
service.{{ . }} is set, but service.type is {{ $.Values.service.type }}; only a LoadBalancer has it.
{{- end }}
{{- end }}
{{- end }}
{{- if and .externalTrafficPolicy (eq .type "ClusterIP") }}
service.externalTrafficPolicy is {{ .externalTrafficPolicy }}, but service.type is ClusterIP; only a NodePort or LoadBalancer has it.
{{- end }}
{{- if .trafficDistribution }}
{{- $least := ternary "1.31" "1.34" (eq .trafficDistribution "PreferClose") }}
{{- if include "offline-messages-gateway.isOlder" (list $ $least) }}
service.trafficDistribution is {{ .trafficDistribution }}; it takes Kubernetes {{ $least }} or newer, and the cluster's is {{ $.Capabilities.KubeVersion.Version }}.
{{- end }}
{{- end }}
{{- end }}
{{- if and .Values.ingress.enabled (empty .Values.ingress.hosts) }}
ingress.hosts is empty; it must name at least one host.
{{- end }}
{{- with .Values.ingress }}
{{- if and .tlsSecret .tls }}
ingress.tlsSecret and ingress.tls are both set; tlsSecret is for all hosts, tls for some; remove one of them.
{{- end }}
{{- $hosts := .hosts }}
{{- range .tls }}
{{- range .hosts }}
{{- $tls := . }}
{{- $met := "" }}
{{- range $hosts }}
{{- $met = or $met (include "offline-messages-gateway.isAmong" (list . (list $tls))) }}
{{- end }}
{{- if not $met }}
ingress.tls has the host {{ $tls }}, which is none of ingress.hosts ({{ join ", " $hosts }}).
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- range $route := list "ingress" "httpRoute" }}
{{- with index $.Values $route }}
{{- if and (eq .path "/") (eq .pathType "Exact") }}
{{ $route }}.pathType is Exact, but path is /, which the API does not have; set path, or pathType to a prefix.
{{- end }}
{{- end }}
{{- end }}
{{- if and .Values.httpRoute.enabled (empty .Values.httpRoute.parentRefs) }}
httpRoute.parentRefs is empty; it must name at least one Gateway.
{{- end }}
{{- with .Values.networkPolicy }}
{{- if and .enabled (empty .apiFromNamespaces) (empty .apiFromCidrs) }}
networkPolicy lets nobody call the API; networkPolicy.apiFromNamespaces or networkPolicy.apiFromCidrs must name who may.
{{- end }}
{{- if and .enabled (empty .upstreamCidrs) (empty .extraEgress) }}
networkPolicy lets the pods out to no upstream; networkPolicy.upstreamCidrs or networkPolicy.extraEgress must name where it is.
{{- end }}
{{- end }}
{{- end }}
