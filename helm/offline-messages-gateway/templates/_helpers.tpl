{{- define "offline-messages-gateway.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 52 | trimSuffix "-" }}
{{- end }}

{{/* 52 characters leave room for the longest suffix, "-management", within a DNS label's 63. */}}
{{- define "offline-messages-gateway.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Maps over each other, field by field, the last on top; null removes a field. */}}
{{- define "offline-messages-gateway.over" -}}
{{- $all := dict }}
{{- range . }}
{{- range $name, $value := . }}
{{- if kindIs "invalid" $value }}
{{- $all = unset $all $name }}
{{- else }}
{{- $all = set $all $name $value }}
{{- end }}
{{- end }}
{{- end }}
{{- toYaml $all }}
{{- end }}

{{/* A map without its empty values, as YAML; nothing when all are empty. */}}
{{- define "offline-messages-gateway.filled" -}}
{{- $filled := dict }}
{{- range $name, $value := . }}
{{- if $value }}
{{- $filled = set $filled $name $value }}
{{- end }}
{{- end }}
{{- with $filled }}
{{- toYaml . }}
{{- end }}
{{- end }}

{{/*
The metadata of an object: (list . own). own may have a name, or a suffix to the name of all objects; a namespace; and labels and
annotations, which win over commonLabels and commonAnnotations.
*/}}
{{- define "offline-messages-gateway.metadata" -}}
{{- $root := first . }}
{{- $own := last . }}
name: {{ $own.name | default (list (include "offline-messages-gateway.fullname" $root) $own.suffix | compact | join "-") | quote }}
namespace: {{ $own.namespace | default $root.Release.Namespace | quote }}
labels:
  {{- include "offline-messages-gateway.labels" (list $root ($own.labels | default dict)) | nindent 2 }}
{{- with include "offline-messages-gateway.over" (list $root.Values.commonAnnotations $own.annotations) | fromYaml }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Of every object: (list . more); what more has wins over commonLabels. */}}
{{- define "offline-messages-gateway.labels" -}}
{{- $root := first . }}
{{- $chart := printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- $own := dict "helm.sh/chart" $chart "app.kubernetes.io/managed-by" $root.Release.Service }}
{{- include "offline-messages-gateway.podLabels" (list $root (merge $own (last .))) }}
{{- end }}

{{/* Of pods: (list . more). Without the chart's version, whose change alone must restart no pod. */}}
{{- define "offline-messages-gateway.podLabels" -}}
{{- $root := first . }}
{{- $own := include "offline-messages-gateway.instanceLabels" $root | fromYaml }}
{{- $own = set $own "app.kubernetes.io/version" (toString $root.Chart.AppVersion) }}
{{- merge $own (last .) $root.Values.commonLabels | toYaml }}
{{- end }}

{{- define "offline-messages-gateway.instanceLabels" -}}
app.kubernetes.io/name: {{ include "offline-messages-gateway.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/* The gateway's pods, and not the test's. */}}
{{- define "offline-messages-gateway.selectorLabels" -}}
{{ include "offline-messages-gateway.instanceLabels" . }}
app.kubernetes.io/component: gateway
{{- end }}

{{- define "offline-messages-gateway.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "offline-messages-gateway.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "offline-messages-gateway.image" -}}
{{- with .Values.image -}}
{{- if .registry }}{{ .registry }}/{{ end }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- if .digest }}@{{ .digest }}{{ end }}
{{- end }}
{{- end }}

{{- define "offline-messages-gateway.usersSecret" -}}
{{- default (printf "%s-users" (include "offline-messages-gateway.fullname" .)) .Values.users.existingSecret }}
{{- end }}

{{- define "offline-messages-gateway.upstreamSecret" -}}
{{- default (printf "%s-upstream" (include "offline-messages-gateway.fullname" .)) .Values.upstreamCredential.existingSecret }}
{{- end }}

{{/* Whether the gateway has an account of its own at the upstream: "service" or "forward". */}}
{{- define "offline-messages-gateway.credentials" -}}
{{- include "offline-messages-gateway.configured" (list .Values.config "gateway.upstream.credentials") | default "service" | lower }}
{{- end }}

{{- define "offline-messages-gateway.scheme" -}}
{{- ternary "https" "http" (not (empty .Values.tls.existingSecret)) }}
{{- end }}

{{- define "offline-messages-gateway.servicePort" -}}
{{- .Values.service.port | default (ternary 443 80 (not (empty .Values.tls.existingSecret))) | int }}
{{- end }}

{{/* Whether a host of the Ingress, or of its tls, stands in a list of hosts, in which *.example.com stands for one label: (list host hosts). */}}
{{- define "offline-messages-gateway.isAmong" -}}
{{- $host := first . }}
{{- if or (has $host (last .)) (has (regexReplaceAll "^[^.]+" $host "*") (last .)) }}true{{ end }}
{{- end }}

{{/* The scheme that callers from outside use for a host of the Ingress: (list . host). */}}
{{- define "offline-messages-gateway.outerScheme" -}}
{{- $host := last . }}
{{- $tls := (first .).Values.ingress.tlsSecret }}
{{- range (first .).Values.ingress.tls }}
{{- $tls = or $tls (include "offline-messages-gateway.isAmong" (list $host .hosts)) }}
{{- end }}
{{- ternary "https" "http" (not (empty $tls)) }}
{{- end }}

{{/* How many pods a value is, a number or a percentage: (list value pods rounding), rounded up by 99 and down by 0. */}}
{{- define "offline-messages-gateway.share" -}}
{{- if kindIs "string" (first .) }}
{{- div (add (mul (trimSuffix "%" (first .) | int) (index . 1)) (last .)) 100 }}
{{- else }}
{{- first . | int }}
{{- end }}
{{- end }}

{{/* How many pods a rollout may add: (list . wanted). */}}
{{- define "offline-messages-gateway.surge" -}}
{{- include "offline-messages-gateway.share" (list (first .).Values.strategy.rollingUpdate.maxSurge (last .) 99) }}
{{- end }}

{{/* How many pods a rollout may stop before new ones are ready: (list . wanted). Where both shares round to 0, Kubernetes stops one. */}}
{{- define "offline-messages-gateway.unavailable" -}}
{{- $pods := include "offline-messages-gateway.share" (list (first .).Values.strategy.rollingUpdate.maxUnavailable (last .) 0) | int }}
{{- if and (eq $pods 0) (eq (include "offline-messages-gateway.surge" . | int) 0) }}
{{- $pods = 1 }}
{{- end }}
{{- min $pods (last .) }}
{{- end }}

{{- define "offline-messages-gateway.leastReplicas" -}}
{{- ternary .Values.autoscaling.minReplicas .Values.replicaCount .Values.autoscaling.enabled | int }}
{{- end }}

{{- define "offline-messages-gateway.redisUrl" -}}
{{- include "offline-messages-gateway.configured" (list .Values.config "gateway.shared.redis-url") }}
{{- end }}

{{/* The most pods at once: all that are wanted, those that a rollout adds, and those that it stops before new ones are ready. */}}
{{- define "offline-messages-gateway.mostReplicas" -}}
{{- $wanted := ternary .Values.autoscaling.maxReplicas .Values.replicaCount .Values.autoscaling.enabled | int }}
{{- $replaced := list . $wanted }}
{{- $beside := add (include "offline-messages-gateway.surge" $replaced) (include "offline-messages-gateway.unavailable" $replaced) }}
{{- max 1 (add $wanted $beside) }}
{{- end }}

{{/* A probe: (list group timings); group is of the gateway's health, liveness or readiness. */}}
{{- define "offline-messages-gateway.probe" -}}
httpGet:
  path: /actuator/health/{{ first . }}
  port: management
{{ include "offline-messages-gateway.filled" (last .) }}
{{- end }}

{{/* The ports of Redis and its Sentinels, each once. */}}
{{- define "offline-messages-gateway.redisPorts" -}}
{{- $url := include "offline-messages-gateway.redisUrl" . | lower }}
{{- $sentinel := contains "sentinel://" $url }}
{{- $ports := ternary (list "6379") (list) $sentinel }}
{{- range splitList "," (regexReplaceAll "[/?#].*$" (regexReplaceAll "^[a-z-]+://" $url "") "") }}
{{- $port := trimPrefix ":" (regexFind ":[0-9]+$" .) }}
{{- $ports = append $ports (default (ternary "26379" "6379" $sentinel) $port) }}
{{- end }}
{{- uniq $ports | join " " }}
{{- end }}

{{/* The folders of mounted Secrets that are properties. */}}
{{- define "offline-messages-gateway.imports" -}}
{{- $imports := list }}
{{- if ne (include "offline-messages-gateway.credentials" .) "forward" }}
{{- $imports = append $imports "configtree:/etc/gateway/upstream/" }}
{{- end }}
{{- if .Values.shared.existingSecret }}
{{- $imports = append $imports "configtree:/etc/gateway/shared/" }}
{{- end }}
{{- join "," $imports }}
{{- end }}

{{/* application.yaml: what the operator configures, and what only the chart can know. */}}
{{- define "offline-messages-gateway.application" -}}
{{- $fixed := dict "gateway" (dict "access" (dict "users-file" "/etc/gateway/users/users.yaml")) }}
{{- if .Values.tls.existingSecret }}
{{- $files := dict "certificate" "file:/etc/gateway/tls/tls.crt" "private-key" "file:/etc/gateway/tls/tls.key" "verify-keys" true }}
{{- $bundle := dict "reload-on-update" true "keystore" $files }}
{{- $fixed = merge $fixed (dict "server" (dict "ssl" (dict "bundle" "server"))) }}
{{- /* Else the management port would have the API's TLS, and every probe would fail. */}}
{{- $fixed = merge $fixed (dict "management" (dict "server" (dict "ssl" (dict "enabled" false)))) }}
{{- $fixed = merge $fixed (dict "spring" (dict "ssl" (dict "bundle" (dict "pem" (dict "server" $bundle))))) }}
{{- end }}
{{- $config := deepCopy .Values.config }}
{{- if include "offline-messages-gateway.redisUrl" . }}
{{- /* An empty list would win over the Secret; what the operator counts wins over the chart. */}}
{{- $shared := unset $config.gateway.shared "secret" }}
{{- if not $shared.replicas }}
{{- $fixed = merge $fixed (dict "gateway" (dict "shared" (dict "replicas" (include "offline-messages-gateway.mostReplicas" . | int)))) }}
{{- end }}
{{- end }}
{{- $_ := include "offline-messages-gateway.withoutNulls" $config }}
{{- mustMergeOverwrite $config $fixed | toYaml }}
{{- end }}

{{/* Takes null out of a map and of the maps in it: it says "unset" in a values file, and would be an empty text to the gateway. */}}
{{- define "offline-messages-gateway.withoutNulls" -}}
{{- range $key, $value := . }}
{{- if kindIs "invalid" $value }}
{{- $_ := unset $ $key }}
{{- else if kindIs "map" $value }}
{{- $_ := include "offline-messages-gateway.withoutNulls" $value }}
{{- end }}
{{- end }}
{{- end }}

{{/* Whether the cluster is older than a version of Kubernetes: (list . version). Below 1.27 there is none: helm lint may say 1.20. */}}
{{- define "offline-messages-gateway.isOlder" -}}
{{- if semverCompare (printf ">=1.27-0, <%s-0" (last .)) (first .).Capabilities.KubeVersion.Version }}true{{ end }}
{{- end }}

{{/* Containers that the operator adds: (list . containers). */}}
{{- define "offline-messages-gateway.containers" -}}
{{- $root := first . }}
{{- $all := list }}
{{- range last . }}
{{- $security := include "offline-messages-gateway.containerSecurity" (list $root .securityContext) | fromYaml }}
{{- $all = append $all (set (deepCopy .) "securityContext" $security) }}
{{- end }}
{{- toYaml $all }}
{{- end }}

{{/* topologySpreadConstraints; one without labelSelector counts the gateway's pods. */}}
{{- define "offline-messages-gateway.spread" -}}
{{- $own := dict "matchLabels" (include "offline-messages-gateway.selectorLabels" . | fromYaml) }}
{{- $all := list }}
{{- range .Values.topologySpreadConstraints }}
{{- $all = append $all (merge (deepCopy .) (ternary dict (dict "labelSelector" $own) (hasKey . "labelSelector"))) }}
{{- end }}
{{- toYaml $all }}
{{- end }}

{{/* What all pods have in common, the gateway's and the test's. */}}
{{- define "offline-messages-gateway.pod" -}}
automountServiceAccountToken: false
# The variables of a Service named "server" or "gateway" would be read as properties.
enableServiceLinks: false
securityContext:
  {{- include "offline-messages-gateway.over" (list .Values.podSecurityContext) | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ if kindIs "string" . }}{{ quote . }}{{ else }}{{ quote .name }}{{ end }}
  {{- end }}
{{- end }}
{{- with include "offline-messages-gateway.filled" (pick .Values "nodeSelector" "tolerations") }}
{{ . }}
{{- end }}
{{- end }}

{{/* The securityContext of a container: its own fields over the chart's: (list . own). */}}
{{- define "offline-messages-gateway.containerSecurity" -}}
{{- include "offline-messages-gateway.over" (list (first .).Values.securityContext (last .)) }}
{{- end }}
