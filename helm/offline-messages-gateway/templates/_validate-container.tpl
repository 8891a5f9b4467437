{{/* Refuses what Kubernetes would refuse, or what would take from the gateway its memory, its files or its configuration. */}}
{{- define "offline-messages-gateway.validate.resources" -}}
{{- $limits := .Values.resources.limits | default dict }}
{{- $requests := .Values.resources.requests | default dict }}
{{- $memory := get $limits "memory" }}
{{- $bytes := include "offline-messages-gateway.number" (default "0" $memory) | float64 }}
{{- $tooSmall := and $memory (lt $bytes (float64 268435456)) }}
{{- if $tooSmall }}
resources.limits.memory is {{ $memory }}; it must be at least 256Mi: half of it is the heap, and classes, code and buffers take as much.
{{- end }}
{{- if not (include "offline-messages-gateway.isLint" .) }}
{{- range list "cpu" "memory" "ephemeral-storage" }}
{{- $request := get $requests . }}
{{- $limit := get $limits . }}
{{- if and $request $limit (not (and $tooSmall (eq . "memory"))) (gt (include "offline-messages-gateway.number" $request | float64) (include "offline-messages-gateway.number" $limit | float64)) }}
resources.requests.{{ . }} is {{ $request }}; it must be at most resources.limits.{{ . }}, which is {{ $limit }}.
{{- end }}
{{- end }}
{{- $ownHeap := not (empty .Values.envFrom) }}
{{- range .Values.extraEnv }}
{{- if has .name (list "JAVA_TOOL_OPTIONS" "JDK_JAVA_OPTIONS" "_JAVA_OPTIONS") }}{{ $ownHeap = true }}{{ end }}
{{- end }}
{{- if and $memory (not $tooSmall) (not $ownHeap) }}
{{- /* Two thirds of the heap, which is half of the limit (src/image/app/jvm.flags). */}}
{{- $room := divf $bytes 3 }}
{{- $megabytes := divf $room 1048576 | floor | int64 }}
{{- $cache := include "offline-messages-gateway.configured" (list .Values.config "gateway.cache.maximum-size") | default "64MB" }}
{{- if and (not (contains "${" $cache)) (gt (include "offline-messages-gateway.number" $cache | float64) $room) }}
config.gateway.cache.maximum-size is {{ $cache }}; it must be at most {{ $megabytes }}MB, two thirds of the heap, which is half of resources.limits.memory ({{ $memory }}).
{{- end }}
{{- $body := include "offline-messages-gateway.configured" (list .Values.config "gateway.upstream.max-body") | default "0B" }}
{{- $calls := include "offline-messages-gateway.configured" (list .Values.config "resilience4j.bulkhead.instances.upstream.max-concurrent-calls") | default "64" }}
{{- if and (not (contains "${" (print $body $calls))) (gt (mulf (include "offline-messages-gateway.number" $body | float64) (float64 $calls)) $room) }}
config.gateway.upstream.max-body is {{ $body }}; {{ $calls }} of them at once (config.resilience4j.bulkhead.instances.upstream.max-concurrent-calls) must take at most {{ $megabytes }}MB, two thirds of the heap, which is half of resources.limits.memory ({{ $memory }}).
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "offline-messages-gateway.validate.files" -}}
{{- $own := list "config" "users" "upstream" "shared" "tls" "tmp" }}
{{- $volumes := $own }}
{{- range .Values.extraVolumes }}
{{- if has .name $own }}
extraVolumes has the name "{{ .name }}", which the chart has itself; choose another name.
{{- else if has .name $volumes }}
extraVolumes has the name "{{ .name }}" twice; each name must stand once.
{{- end }}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" .name) }}
extraVolumes has the name "{{ .name }}"; it must be up to 63 lower-case letters, digits and hyphens.
{{- end }}
{{- if gt (len .) 2 }}
extraVolumes has {{ omit . "name" | keys | sortAlpha | join " and " }} for "{{ .name }}"; it must be one kind of volume.
{{- end }}
{{- $volumes = append $volumes .name }}
{{- end }}
{{- $paths := list }}
{{- range .Values.extraVolumeMounts }}
{{- $path := clean .mountPath }}
{{- if not (has .name $volumes) }}
extraVolumeMounts has the name "{{ .name }}"; it must be a name of extraVolumes.
{{- end }}
{{- if contains ":" .mountPath }}
extraVolumeMounts has the path "{{ .mountPath }}"; it must be a path without a colon.
{{- end }}
{{- if has $path $paths }}
extraVolumeMounts has the path "{{ .mountPath }}" twice; each path must stand once.
{{- end }}
{{- $paths = append $paths $path }}
{{- $slashed := trimSuffix "/" $path | printf "%s/" }}
{{- $owner := "" }}
{{- range list "/etc/gateway/config" "/etc/gateway/users" "/etc/gateway/upstream" "/etc/gateway/shared" "/etc/gateway/tls" "/tmp" "/app/classpath" "/app/libs" }}
{{- if or (hasPrefix (printf "%s/" .) $slashed) (hasPrefix $slashed (printf "%s/" .)) }}{{ $owner = default . $owner }}{{ end }}
{{- end }}
{{- with $owner }}
extraVolumeMounts has the path "{{ $path }}", which would hide or change {{ . }}; it must be another one, such as /etc/gateway/ca.
{{- end }}
{{- end }}
{{- range $where := list "initContainers" "extraContainers" }}
{{- range index $.Values $where }}
{{- $container := .name }}
{{- range .volumeMounts }}
{{- if not (has .name $volumes) }}
{{ $where }} mounts "{{ .name }}" in {{ $container }}; it must be a name of extraVolumes.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Variables by their letters alone, because Spring takes GATEWAY_UPSTREAM_PASSWORD and gateway.upstream.password for the same. */}}
{{- define "offline-messages-gateway.validate.environment" -}}
{{- $secrets := dict
  "GATEWAYUPSTREAMPASSWORD" "upstreamCredential.existingSecret"
  "GATEWAYSHAREDPASSWORD" "shared.existingSecret"
  "GATEWAYSHAREDSENTINELPASSWORD" "shared.existingSecret"
  "GATEWAYSHAREDSECRET" "shared.existingSecret"
}}
{{- $taken := dict
  "SPRINGCONFIGADDITIONALLOCATION" "which the chart sets itself: the gateway would miss its configuration"
  "SPRINGCONFIGIMPORT" "which the chart sets itself: the gateway would miss its configuration"
  "SPRINGCONFIGLOCATION" "which must be left out: the gateway would miss its configuration"
  "SPRINGCONFIGNAME" "which must be left out: the gateway would miss its configuration"
  "SERVERPORT" "which must be left out: service.port is what callers use"
  "SERVERADDRESS" "which must be left out: callers come by the pod's own address"
  "MANAGEMENTSERVERPORT" "which must be left out: probes and Prometheus look at 8081"
  "MANAGEMENTSERVERADDRESS" "which must be left out: probes and Prometheus come by the pod's own address"
  "MANAGEMENTSERVERBASEPATH" "which must be left out: probes and Prometheus look below /actuator"
  "MANAGEMENTENDPOINTSWEBBASEPATH" "which must be left out: probes and Prometheus look below /actuator"
  "GATEWAYCHECK" "which must be left out: the gateway would check, and end"
  "GATEWAYACCESSUSERSFILE" "which must be left out: the users file comes from users.existingSecret or users.inline"
  "GATEWAYUPSTREAMBASEURL" "which must be set as config.gateway.upstream.base-url, where the chart reads it"
  "GATEWAYUPSTREAMCREDENTIALS" "which must be set as config.gateway.upstream.credentials, where the chart reads it"
  "GATEWAYSHAREDREDISURL" "which must be set as config.gateway.shared.redis-url, where the chart reads it"
  "GATEWAYSHAREDREPLICAS" "which must be set as config.gateway.shared.replicas, where the chart reads it"
  "GATEWAYDRAINDELAY" "which must be set as config.gateway.drain.delay, where the chart reads it"
  "SPRINGLIFECYCLETIMEOUTPERSHUTDOWNPHASE" "which must be set as config.spring.lifecycle.timeout-per-shutdown-phase, where the chart reads it"
}}
{{- $only := dict
  "SERVERHTTP2ENABLED" "false"
  "SERVERCOMPRESSIONENABLED" "false"
  "SERVERFORWARDHEADERSSTRATEGY" "none"
  "SERVERSHUTDOWN" "graceful"
  "SERVERNETTYVALIDATEHEADERS" "true"
}}
{{- $ranges := dict }}
{{- range $property, $range := .Files.Get "files/ranges.json" | fromJson }}
{{- $ranges = set $ranges (upper $property | replace "." "" | replace "-" "") $range }}
{{- end }}
{{- $names := list }}
{{- range .Values.extraEnv }}
{{- $variable := .name }}
{{- $name := regexReplaceAll "_[0-9]+_?$" .name "" | upper | replace "_" "" | replace "." "" | replace "-" "" }}
{{- $fromSecret := hasKey (.valueFrom | default dict) "secretKeyRef" }}
{{- if has .name $names }}
extraEnv has {{ .name }} twice; each name must stand once.
{{- end }}
{{- $names = append $names .name }}
{{- if and .value .valueFrom }}
extraEnv has value and valueFrom for {{ .name }}; it must be one of them.
{{- end }}
{{- if gt (len (.valueFrom | default dict)) 1 }}
extraEnv has {{ keys .valueFrom | sortAlpha | join " and " }} for {{ .name }}; it must be one of them.
{{- end }}
{{- if get $taken $name }}
extraEnv has {{ .name }}, {{ get $taken $name }}.
{{- else if regexMatch "^(MANAGEMENT)?SERVERSSL" $name }}
extraEnv has {{ .name }}, which must be left out: TLS is switched on by tls.existingSecret.
{{- end }}
{{- $value := .value | default "" }}
{{- with get $only $name }}
{{- if and $value (ne . $value) }}
extraEnv has {{ $variable }} with "{{ $value }}"; it must be {{ . }}.
{{- end }}
{{- end }}
{{- if and $value (get $ranges $name) (not (regexMatch "[$][({]" $value)) }}
{{- with include "offline-messages-gateway.outside" (list $value (get $ranges $name)) }}
extraEnv has {{ $variable }} with "{{ $value }}"; it must be {{ . }}.
{{- end }}
{{- end }}
{{- $inJson := and (eq $name "SPRINGAPPLICATIONJSON") (regexMatch `(?is)"gateway".*"(sentinel-?)?(password|secret)"` $value) }}
{{- if and (get $secrets $name) (not $fromSecret) (not (hasPrefix "$(" $value)) }}
extraEnv has {{ .name }} in clear; it must come from a Secret: {{ get $secrets $name }}.
{{- else if or $inJson (regexMatch `(?i)gateway[._](upstream|shared)[._](sentinel[-_]?)?(password|secret)(\[[0-9]+\])?["']?\s*[=:]\s*["']?[^$\s"']` $value) }}
extraEnv has a password or secret of the gateway in the value of {{ .name }}; it must come from a Secret: upstreamCredential.existingSecret or shared.existingSecret.
{{- end }}
{{- end }}
{{- end }}

{{/* What Kubernetes refuses of where pods run, and of names that are free. */}}
{{- define "offline-messages-gateway.validate.placement" -}}
{{- $named := dict "podLabels" .Values.podLabels "podAnnotations" .Values.podAnnotations "commonLabels" .Values.commonLabels "nodeSelector" .Values.nodeSelector }}
{{- range list "service" "ingress" "serviceMonitor" "prometheusRule" "dashboard" }}
{{- $named = set $named (printf "%s.annotations" .) (index $.Values .).annotations }}
{{- $named = set $named (printf "%s.labels" .) (index $.Values .).labels }}
{{- end }}
{{- range $where, $map := $named }}
{{- range $name, $value := $map }}
{{- if not (regexMatch "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$" $name) }}
{{ $where }} has the name "{{ $name }}"; it must be one such as team or example.com/team.
{{- end }}
{{- end }}
{{- end }}
{{- range .Values.tolerations }}
{{- if and (eq (.operator | default "Equal") "Exists") .value }}
tolerations has the value "{{ .value }}" with operator Exists; it must be without a value.
{{- end }}
{{- if and (empty .key) (ne (.operator | default "Equal") "Exists") }}
tolerations has an entry without key; its operator must be Exists.
{{- end }}
{{- if and (hasKey . "tolerationSeconds") (ne (.effect | default "") "NoExecute") }}
tolerations has tolerationSeconds with effect "{{ .effect | default "" }}"; it must be NoExecute.
{{- end }}
{{- end }}
{{- range .Values.topologySpread.topologyKeys }}
{{- if not (regexMatch "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$" .) }}
topologySpread.topologyKeys has "{{ . }}"; it must be the name of a label, such as topology.kubernetes.io/zone.
{{- end }}
{{- end }}
{{- range $label, $value := .Values.nodeSelector }}
{{- if not (regexMatch "^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$" $value) }}
nodeSelector has the value "{{ $value }}" for {{ $label }}; it must be the value of a label: up to 63 letters, digits, dots, hyphens and underscores.
{{- end }}
{{- end }}
{{- range $list := list "apiFromCidrs" "upstreamCidrs" "redisCidrs" }}
{{- range index $.Values.networkPolicy $list }}
{{- $bits := regexFind "[0-9]+$" . | int }}
{{- $byte := "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])" }}
{{- $four := regexMatch (printf "^%s([.]%s){3}/[0-9]+$" $byte $byte) . }}
{{- if or (not (or $four (contains ":" .))) (gt $bits (ternary 32 128 $four)) }}
networkPolicy.{{ $list }} has "{{ . }}"; it must be a network, such as 10.0.0.0/8 or fd00::/8.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
